// Arrow keys move between the cells of a matrix; one cell at a time is in the tab order.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => row.querySelector("a.cell"));
const cellAt = (row, column) => row?.cells[column]?.querySelector("a.cell");

function enter(table, cell) {
  table.querySelector("a.cell[tabindex='0']")?.setAttribute("tabindex", "-1");
  cell.tabIndex = 0;
}

function prepare(table) {
  const cells = table.querySelectorAll("a.cell");
  for (const cell of cells) cell.tabIndex = -1;
  const first = table.querySelector("a.cell[aria-current]") ?? cells[0];
  if (first) first.tabIndex = 0;
}

/** The next cell in a direction, passing over those that hold no link. */
function next(table, cell, [down, right]) {
  const rows = rowsOf(table);
  let row = rows.indexOf(cell.closest("tr"));
  let column = cell.closest("td").cellIndex;
  for (;;) {
    row += down;
    column += right;
    if (!rows[row] || !rows[row].cells[column]) return null;
    const found = cellAt(rows[row], column);
    if (found) return found;
  }
}

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-matrix] a.cell");
  const table = cell?.closest("[data-matrix]");
  if (!table || event.altKey || event.metaKey || event.shiftKey) return;
  let goal = STEPS[event.key] && !event.ctrlKey ? next(table, cell, STEPS[event.key]) : null;
  if (event.key === "Home") goal = cell.closest("tr").querySelector("a.cell");
  if (event.key === "End") goal = [...cell.closest("tr").querySelectorAll("a.cell")].at(-1);
  if (!goal) return;
  event.preventDefault();
  enter(table, goal);
  goal.focus();
});
document.addEventListener("focusin", ({ target }) => {
  const table = target.matches?.("a.cell") && target.closest("[data-matrix]");
  if (table) enter(table, target);
});

const prepareAll = (root) => root.querySelectorAll("[data-matrix]").forEach(prepare);
document.addEventListener("DOMContentLoaded", () => prepareAll(document));
document.addEventListener("htmx:afterSwap", ({ target }) => prepareAll(target.closest("[data-matrix]")?.parentNode ?? target));
