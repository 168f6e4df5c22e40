// The bars above the grid: find, filter, open goals, kind of new links, undo, help.
export function bindTools({ root, layout, editor, refold, view, announce, words, suggest }) {
  const form = document.querySelector("form.toolbar");
  const tools = root.querySelector("[data-tools]");
  const dialog = document.getElementById("grid-help");

  function find() {
    const data = new FormData(form);
    layout.words = String(data.get("q") ?? "");
    layout.filter = String(data.get("rows") ?? "");
    refold(() => layout.rebuild());
    announce(words.say("shown", { n: layout.rows.length, total: view.model.elements.length }));
  }

  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      find();
    });
    form.querySelector("button")?.setAttribute("hidden", "");
    form.elements.q?.addEventListener("input", find);
    form.elements.rows?.addEventListener("change", find);
    form.elements.goal?.addEventListener("change", ({ target }) => {
      const goal = view.model.goals.find(({ number }) => String(number) === target.value);
      refold(() => (goal ? layout.openGoal(goal.index, true) : layout.openAll(false)));
      if (goal) goTo(goal);
    });
  }

  function goTo(goal) {
    const col = layout.cols.findIndex((column) => column.goal === goal.index);
    layout.moveTo(layout.row, col);
    view.select();
  }

  function help() {
    dialog.showModal();
  }

  const buttons = {
    undo: () => editor.undo(), redo: () => editor.redo(), help, suggest,
    "open-goals": () => refold(() => layout.openAll(true)), "close-goals": () => refold(() => layout.openAll(false)),
    fold: () => refold(() => layout.foldAll(true)), unfold: () => refold(() => layout.foldAll(false)),
  };
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const name = target.closest("button")?.dataset.tool;
    if (!name) return;
    buttons[name]();
    if (name !== "help" && name !== "suggest") view.table.focus({ preventScroll: true });
  });
  tools.querySelector("select")?.addEventListener("change", ({ target }) => {
    editor.newKind = Number(target.value);
    view.table.focus({ preventScroll: true });
  });
  for (const control of tools.querySelectorAll("[data-if-targets]")) control.hidden = !view.model.hasTargets;
  return { help, find };
}
