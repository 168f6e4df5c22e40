// Mouse and touch: choose a cell, draw a block, open goals, fold rows.
export function bindPointer({ view, layout, panel, refold }) {
  let drawing = false;

  view.table.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest("button")) return;
    const position = view.position(event.target);
    if (!position) return;
    event.preventDefault();
    view.table.focus({ preventScroll: true });
    layout.moveTo(...position, event.shiftKey);
    view.select({ scroll: false });
    drawing = true;
  });
  view.table.addEventListener("pointermove", (event) => {
    if (!drawing || !(event.buttons & 1)) return;
    const position = view.position(document.elementFromPoint(event.clientX, event.clientY));
    if (!position || (position[0] === layout.row && position[1] === layout.col)) return;
    layout.moveTo(position[0], Math.max(position[1], 0), true);
    view.select();
  });
  addEventListener("pointerup", () => {
    if (!drawing) return;
    drawing = false;
    const { top, bottom, left, right } = layout.block;
    if (top === bottom && left === right && layout.scorable(layout.row, layout.col) !== undefined) panel.open({ focus: false });
  });
  view.table.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.goal) refold(() => layout.openGoal(Number(button.dataset.goal)));
    if (button?.dataset.fold) refold(() => layout.fold(Number(button.dataset.fold)));
    if (button) view.table.focus({ preventScroll: true });
  });
  view.table.addEventListener("dblclick", (event) => {
    const position = view.position(event.target);
    const column = position && layout.cols[position[1]];
    if (column && column.place === undefined) refold(() => layout.openGoal(column.goal, true));
    else if (column) panel.open({ focus: true });
  });
}
