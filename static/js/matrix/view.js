// Paints the part of the grid that is in sight: a real table, whose rows and columns outside are padding.
import { footRow, headRows } from "./heads.js";
import { cellClass, mark, rowHead } from "./marks.js";
import { reveal, says, showSelection } from "./selection.js";

const SPARE_ROWS = 9;
const SPARE_COLS = 6;
const NARROWEST = 28;
const WIDEST = 44;
const pad = (count) => (count ? `<td aria-hidden="true" class="pad" colspan="${count}"></td>` : "");

export class View {
  #theirs = new Map();

  constructor(host, layout, settings) {
    this.layout = layout;
    this.settings = settings;
    this.frame = host;
    this.#build();
    this.frame.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => {
      this.relayout();
      this.select();
    }).observe(this.frame);
    addEventListener("beforeprint", () => this.#paintAll());
    addEventListener("afterprint", () => this.relayout());
  }

  get model() {
    return this.layout.model;
  }

  #build() {
    const { words, editable } = this.settings;
    this.table = document.createElement("table");
    this.table.className = "matrix grid";
    for (const [name, value] of Object.entries({
      role: "grid", tabindex: "0", "aria-label": words.say("gridLabel"), "aria-multiselectable": "true",
      "aria-describedby": "grid-hint", "aria-readonly": String(!editable),
    })) this.table.setAttribute(name, value);
    this.cols = document.createElement("colgroup");
    this.head = this.table.createTHead();
    this.head.before(this.cols);
    [this.above, this.body, this.below] = [0, 1, 2].map(() => this.table.createTBody());
    this.foot = this.table.createTFoot();
    for (const part of [this.head, this.body, this.foot]) part.setAttribute("role", "rowgroup");
    for (const pad of [this.above, this.below]) {
      pad.setAttribute("aria-hidden", "true");
      pad.insertRow().insertCell();
    }
    this.frame.replaceChildren(this.table);
    this.rowHeight = parseFloat(getComputedStyle(document.documentElement).fontSize) * 2;
  }

  /** Columns or rows have changed: sizes first, then everything in sight. */
  relayout() {
    const { rows, cols } = this.layout;
    const room = this.frame.clientWidth;
    if (!room) return;
    this.first = Math.min(Math.max(room * 0.2, 208), 272);
    this.width = Math.max(NARROWEST, Math.min(WIDEST, Math.floor((room - this.first) / Math.max(cols.length, 1))));
    this.first = Math.max(this.first, Math.min(room - this.width * cols.length, 384));
    this.cols.replaceChildren(...[this.first, ...cols.map(() => this.width)].map((width) => {
      const col = document.createElement("col");
      col.style.width = `${width}px`;
      return col;
    }));
    this.table.style.width = `${this.first + this.width * cols.length}px`;
    this.table.setAttribute("aria-rowcount", rows.length + (this.layout.open.size ? 3 : 2));
    this.table.setAttribute("aria-colcount", cols.length + 1);
    this.window = null;
    this.paint();
  }

  #inSight() {
    const { rows, cols } = this.layout;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.frame;
    return {
      top: Math.max(0, Math.floor(scrollTop / this.rowHeight)),
      bottom: Math.min(rows.length, Math.ceil((scrollTop + clientHeight) / this.rowHeight)),
      left: Math.max(0, Math.floor(scrollLeft / this.width)),
      right: Math.min(cols.length, Math.ceil((scrollLeft + clientWidth - this.first) / this.width)),
    };
  }

  paint() {
    if (!this.width) return;
    const sight = this.#inSight();
    const now = this.window;
    if (now && sight.top >= now.top && sight.bottom <= now.bottom && sight.left >= now.left && sight.right <= now.right) return;
    const { rows, cols } = this.layout;
    const sameCols = now && sight.left >= now.left && sight.right <= now.right;
    this.window = {
      top: Math.max(0, sight.top - SPARE_ROWS), bottom: Math.min(rows.length, sight.bottom + SPARE_ROWS),
      left: sameCols ? now.left : Math.max(0, sight.left - SPARE_COLS),
      right: sameCols ? now.right : Math.min(cols.length, sight.right + SPARE_COLS),
    };
    if (!sameCols) this.#paintHeads();
    if (now && this.window.left < now.right && this.window.right > now.left) this.#slide(now, sameCols);
    else this.#paintRows();
  }

  #rowsAsHtml(from, to) {
    return this.layout.rows.slice(from, to).map((row, at) => this.#row(row, at + from)).join("");
  }

  #paintRows() {
    this.body.innerHTML = this.#rowsAsHtml(this.window.top, this.window.bottom);
    this.#padRows();
  }

  /** Rows and cells that stay in the window are not made again. */
  #slide(before, sameCols) {
    const { top, bottom } = this.window;
    if (top >= before.bottom || bottom <= before.top) return this.#paintRows();
    for (let at = before.top; at < top; at += 1) this.body.rows[0].remove();
    for (let at = before.bottom; at > bottom; at -= 1) this.body.rows[this.body.rows.length - 1].remove();
    if (!sameCols) {
      const first = Math.max(top, before.top);
      for (const [at, line] of [...this.body.rows].entries()) this.#shift(line, this.layout.rows[first + at], before);
    }
    if (top < before.top) this.body.insertAdjacentHTML("afterbegin", this.#rowsAsHtml(top, before.top));
    if (bottom > before.bottom) this.body.insertAdjacentHTML("beforeend", this.#rowsAsHtml(before.bottom, bottom));
    return this.#padRows();
  }

  /** To the left or right: only the cells that come into the window are made. */
  #shift(line, row, before) {
    const { left, right } = this.window;
    const all = this.layout.cols.length;
    if (before.left) line.cells[1].remove();
    if (before.right < all) line.lastElementChild.remove();
    for (let at = before.left; at < left; at += 1) line.cells[1].remove();
    for (let at = before.right; at > right; at -= 1) line.lastElementChild.remove();
    const start = pad(left) + (left < before.left ? this.#cells(row, left, before.left) : "");
    const end = (right > before.right ? this.#cells(row, before.right, right) : "") + pad(all - right);
    if (start) line.cells[0].insertAdjacentHTML("afterend", start);
    if (end) line.insertAdjacentHTML("beforeend", end);
  }

  #padRows() {
    this.#pad(this.above, this.window.top);
    this.#pad(this.below, this.layout.rows.length - this.window.bottom);
    showSelection(this);
  }

  /** Paper has no scroll bars. */
  #paintAll() {
    if (!this.width) return;
    this.window = { top: 0, bottom: this.layout.rows.length, left: 0, right: this.layout.cols.length };
    this.#paintHeads();
    this.#paintRows();
  }

  #pad(body, rows) {
    body.hidden = !rows;
    body.rows[0].style.height = `${rows * this.rowHeight}px`;
    body.rows[0].cells[0].colSpan = this.layout.cols.length + 1;
  }

  #paintHeads() {
    this.head.innerHTML = headRows(this.layout, this.window, this.settings);
    this.foot.innerHTML = footRow(this.layout, this.window, this.settings);
  }

  #row(row, at) {
    const { cols, folded } = this.layout;
    const { left, right } = this.window;
    const heads = this.layout.open.size ? 3 : 2;
    const expanded = row.children.length ? ` aria-expanded="${!folded.has(row.index)}"` : "";
    return `<tr role="row" aria-rowindex="${at + heads}" class="l-${row.level}${row.scored ? " is-scored" : ""}"><th role="rowheader" scope="row" aria-colindex="1" data-flag="${this.#flag(row)}"${expanded}>${this.#rowHead(row)}</th>${pad(left)}${this.#cells(row, left, right)}${pad(cols.length - right)}</tr>`;
  }

  #cells(row, from, to) {
    return this.layout.cols.slice(from, to).map((column, index) => this.#cell(row, column, from + index)).join("");
  }

  #rowHead(row) {
    const { words, icons, lang } = this.settings;
    return rowHead(row, { folded: this.layout.folded.has(row.index), flag: this.#flag(row), icons, words, lang });
  }

  #flag(row) {
    return row.scored && this.settings.flags ? this.model.flag(row.index) : "";
  }

  #cell(row, column, at) {
    const names = this.#names(row, column);
    return `<td role="gridcell" aria-colindex="${at + 2}"${names ? ` class="${names}"` : ""}>${this.#inner(row, column)}</td>`;
  }

  #who(row, column) {
    return this.#theirs.size && column.place !== undefined ? this.#theirs.get(this.model.at(row.index, column.place)) : undefined;
  }

  #names(row, column) {
    return `${cellClass(this.model, row, column)}${this.#who(row, column) ? " has-who" : ""}`;
  }

  #inner(row, column) {
    const who = this.#who(row, column);
    const tag = who ? `<span class="who">${who}</span>` : "";
    return mark(this.model, row, column) + tag;
  }

  /** The element of a cell, when it is in the window. Column −1 is the head of the row. */
  element(row, col) {
    const { top, bottom, left, right } = this.window ?? {};
    if (!(row >= top && row < bottom)) return null;
    const cells = this.body.rows[row - top].cells;
    if (col < 0) return cells[0];
    return col >= left && col < right ? cells[col - left + (left ? 2 : 1)] : null;
  }

  /** Where a click was: [row, col], or null outside the body. */
  position(target) {
    const cell = target.closest?.("td, th");
    const row = cell?.parentElement;
    if (row?.parentElement !== this.body || cell.classList.contains("pad")) return null;
    const col = cell.tagName === "TH" ? -1 : cell.cellIndex - (this.window.left ? 2 : 1) + this.window.left;
    return [this.window.top + row.sectionRowIndex, col];
  }

  /** Cells have changed: those in sight, with the sums above them, are painted again. */
  refresh(changes) {
    if (!this.window) return;
    const rows = new Set();
    const goals = new Set();
    for (const [element, place] of changes) {
      goals.add(this.model.places[place].goal);
      for (let at = element; at >= 0; at = this.model.elements[at].parent) rows.add(at);
    }
    const { top, bottom, left, right } = this.window;
    for (let at = top; at < bottom; at += 1) {
      const row = this.layout.rows[at];
      if (!rows.has(row.index)) continue;
      for (let col = left; col < right; col += 1) {
        if (goals.has(this.layout.cols[col].goal)) this.#again(at, col);
      }
      const head = this.element(at, -1);
      const flag = this.#flag(row);
      if ((head.dataset.flag ?? "") === flag) continue;
      head.dataset.flag = flag;
      head.innerHTML = this.#rowHead(row);
    }
    this.#countAgain(goals);
    showSelection(this);
  }

  #countAgain(goals) {
    const { left, right } = this.window;
    const cells = this.foot.rows[0].cells;
    for (let col = left; col < right; col += 1) {
      const column = this.layout.cols[col];
      if (goals.has(column.goal)) cells[col - left + (left ? 2 : 1)].textContent = this.model.helping(column) ?? "–";
    }
  }

  #again(at, col) {
    const cell = this.element(at, col);
    const [row, column] = [this.layout.rows[at], this.layout.cols[col]];
    const inner = this.#inner(row, column);
    if (cell.innerHTML !== inner) cell.innerHTML = inner;
    const names = this.#names(row, column);
    if (cell.className !== names) cell.className = names;
  }

  /** Who has just written a cell, for a few seconds. */
  tag(element, place, name) {
    const at = this.model.at(element, place);
    const short = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
    this.#theirs.set(at, short);
    setTimeout(() => {
      this.#theirs.delete(at);
      this.refresh([[element, place]]);
    }, 8000);
  }

  /** What assistive software is told of the current cell. */
  says() {
    return says(this);
  }

  select({ scroll = true } = {}) {
    if (!this.width) return;
    if (scroll) reveal(this);
    this.paint();
    showSelection(this);
  }

  /** Rows that fit, for Page Up and Page Down. */
  get page() {
    return Math.max(1, Math.floor((this.frame.clientHeight - this.head.offsetHeight - this.foot.offsetHeight) / this.rowHeight) - 1);
  }
}
