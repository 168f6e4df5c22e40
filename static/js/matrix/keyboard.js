// Keys as in a spreadsheet. The table has the focus; the cell is named by aria-activedescendant.
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const PLACES = new Set(["Home", "End", "PageUp", "PageDown"]);
const KIND_KEYS = { d: 1, i: 2, e: 3 };
const MINUS = new Set(["-", "−", "–"]);

export function bindKeyboard({ view, layout, editor, panel, announce, words, help, refold, suggest }) {
  let minus = false;
  let active = false; // Tab passes by a grid in which nothing has been done yet, and leaves it after Escape
  let entering = false; // scores are being typed: Enter goes to the cell below
  let startCol = null; // where a row of Tabs began, as in spreadsheets

  function arm(on) {
    minus = on;
    view.table.querySelector("[data-minus]")?.removeAttribute("data-minus");
    if (on) view.element(layout.row, layout.col)?.setAttribute("data-minus", "");
  }

  function move(row, col, extend) {
    layout.moveTo(row, col, extend);
    view.select();
    panel.follow();
  }

  /** With Ctrl to the next change between filled and blank, as spreadsheets do; else one step. */
  function step([down, right], event) {
    const { row, col, rows, cols } = layout;
    if (!event.ctrlKey && !event.metaKey) return move(row + down, col + right, event.shiftKey);
    const isFilled = (at, to) => Boolean(rows[at] && cols[to]) && view.model.sums(rows[at].index, cols[to])[0] >= 0;
    let [at, to] = [row + down, col + right];
    const start = isFilled(row, col) && isFilled(at, to);
    while (rows[at + down] && cols[to + right] && isFilled(start ? at + down : at, start ? to + right : to) === start) {
      at += down;
      to += right;
    }
    return move(at, Math.max(to, 0), event.shiftKey);
  }

  function jump(key, event) {
    const { row, col, rows, cols } = layout;
    const whole = event.ctrlKey || event.metaKey;
    const places = {
      Home: [whole ? 0 : row, 0], End: [whole ? rows.length - 1 : row, cols.length - 1],
      PageUp: [row - view.page, col], PageDown: [row + view.page, col],
    };
    move(...places[key], event.shiftKey);
  }

  function foldKey(event) {
    const row = layout.rows[layout.row];
    if (layout.col >= 0 || !row?.children.length || event.shiftKey) return false;
    const isFolded = layout.folded.has(row.index);
    if (event.key === "ArrowLeft" && !isFolded) return refold(() => layout.fold(row.index, true));
    if (event.key === "ArrowRight" && isFolded) return refold(() => layout.fold(row.index, false));
    return event.key === "Enter" ? refold(() => layout.fold(row.index)) : false;
  }

  function rest() {
    entering = false;
    startCol = null;
  }

  /** To the next cell, at the end of a row to the next one; beyond the last cell out of the grid. */
  function tab(event) {
    const step = event.shiftKey ? -1 : 1;
    let [row, col] = [layout.row, layout.col + step];
    if (col < 0 || col >= layout.cols.length) {
      row += step;
      col = step > 0 ? 0 : layout.cols.length - 1;
    }
    if (!active || !layout.rows[row]) return;
    event.preventDefault();
    startCol ??= layout.col;
    move(row, col, false);
  }

  function enter(event) {
    if (entering && event.key === "Enter") {
      const col = startCol ?? layout.col;
      startCol = null;
      return move(layout.row + (event.shiftKey ? -1 : 1), col, false);
    }
    const column = layout.cols[layout.col];
    if (column && column.place === undefined && layout.rows[layout.row]?.scored) return refold(() => layout.openGoal(column.goal, true));
    return panel.open({ focus: true });
  }

  const plainKeys = {
    Delete: () => editor.clear(), Backspace: () => editor.clear(),
    F2: enter, Enter: enter, "?": help,
    f: () => {
      const row = layout.rows[layout.row];
      const branch = row.children.length ? row.index : row.parent;
      if (branch >= 0) refold(() => layout.fold(branch));
    },
    g: () => {
      const column = layout.cols[layout.col];
      if (column && view.model.hasTargets) refold(() => layout.openGoal(column.goal));
    },
    s: suggest,
    Escape: () => {
      panel.close();
      active = false;
    },
  };
  const ctrlKeys = {
    z: (event) => (event.shiftKey ? editor.redo() : editor.undo()), y: () => editor.redo(),
    a: () => { layout.selectAll(); view.select({ scroll: false }); },
    d: () => editor.fill(true), r: () => editor.fill(false),
  };

  function typed(key) {
    if (MINUS.has(key)) return arm(true);
    if (!/^\d$/.test(key)) return undefined;
    const score = Number(key);
    const negative = minus;
    arm(false);
    entering = layout.scorable(layout.row, layout.col) !== undefined;
    return score > 3 ? announce(words.say("scoreRange")) : editor.score(negative ? -score || 0 : score);
  }

  function act(event) {
    const { key } = event;
    if (ARROWS[key] || PLACES.has(key)) rest();
    const command = event.ctrlKey || event.metaKey;
    if (foldKey(event)) return true;
    if (ARROWS[key]) return step(ARROWS[key], event) ?? true;
    if (PLACES.has(key)) return jump(key, event) ?? true;
    if (command) {
      const run = ctrlKeys[key.toLowerCase()];
      return run ? (run(event), true) : false;
    }
    if (plainKeys[key]) return plainKeys[key](event), true;
    if (KIND_KEYS[key]) return editor.kind(KIND_KEYS[key]), true;
    if (MINUS.has(key) || /^\d$/.test(key)) return typed(key), true;
    return false;
  }

  // Who comes by keyboard sees the whole grid, not only the part above the bar.
  let inSight = false;
  view.table.addEventListener("blur", () => {
    inSight = active = false;
    rest();
  });
  view.table.addEventListener("pointerdown", () => {
    active = true;
    rest();
  });

  view.table.addEventListener("keydown", (event) => {
    if (!inSight) view.frame.scrollIntoView({ block: "nearest" });
    inSight = true;
    if (event.altKey || event.key === "Shift" || !layout.rows.length) return;
    if (event.key === "Tab") {
      if (!event.ctrlKey && !event.metaKey) tab(event);
      return;
    }
    active = true;
    if (!MINUS.has(event.key) && !/^\d$/.test(event.key)) arm(false);
    if (act(event)) event.preventDefault();
  });
}

/** Copy, cut and paste of the browser, while the grid has the focus. */
export function bindClipboard({ view, editor }) {
  const isHere = () => document.activeElement === view.table;
  for (const name of ["copy", "cut"]) {
    document.addEventListener(name, (event) => {
      if (!isHere()) return;
      event.clipboardData.setData("text/plain", editor.copy());
      event.preventDefault();
      if (name === "cut") editor.clear();
    });
  }
  document.addEventListener("paste", (event) => {
    if (!isHere()) return;
    event.preventDefault();
    editor.paste(event.clipboardData.getData("text/plain"));
  });
}
