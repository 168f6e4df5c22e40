// The chosen cell and block as the person sees and hears them.
import { spoken } from "./marks.js";
import { KINDS } from "./model.js";

/** Marks the selected block and tells assistive software where the person is. */
export function showSelection(view) {
  for (const old of view.table.querySelectorAll(".is-cell, .is-picked, .is-row, .is-col")) {
    old.classList.remove("is-cell", "is-picked", "is-row", "is-col");
    old.removeAttribute("aria-selected");
    if (old.id) for (const name of ["id", "aria-label"]) old.removeAttribute(name); // its words may change behind it
  }
  const { row, col, block, rows, cols } = view.layout;
  const { top, bottom, left, right } = view.window;
  if (!rows.length) return;
  if (block.top !== block.bottom || block.left !== block.right) {
    for (let at = Math.max(top, block.top); at <= Math.min(bottom - 1, block.bottom); at += 1) {
      for (let to = Math.max(left, block.left); to <= Math.min(right - 1, block.right); to += 1) {
        const cell = view.element(at, to);
        cell.classList.add("is-picked");
        cell.setAttribute("aria-selected", "true");
      }
    }
  }
  const here = view.element(row, col);
  if (!here) return view.table.removeAttribute("aria-activedescendant");
  here.parentElement.classList.add("is-row");
  if (col >= 0) for (const line of view.body.rows) line.cells[col - left + (left ? 2 : 1)]?.classList.add("is-col");
  here.classList.add("is-cell");
  here.setAttribute("aria-selected", "true");
  here.id = `cell-${row}-${col}`;
  if (col >= 0) here.setAttribute("aria-label", says(view));
  view.table.setAttribute("aria-activedescendant", here.id);
}

export function says(view) {
  const { row, col, rows, cols } = view.layout;
  return spoken(view.model, rows[row], cols[col], view.settings.words, KINDS);
}

export function reveal(view) {
  const { row, col } = view.layout;
  const { frame, rowHeight, width, first } = view;
  const [head, foot] = [view.head.offsetHeight, view.foot.offsetHeight];
  const y = row * rowHeight;
  if (y < frame.scrollTop) frame.scrollTop = y;
  const low = y + rowHeight + head + foot - frame.clientHeight;
  if (low > frame.scrollTop) frame.scrollTop = low;
  if (col < 0) return;
  const x = col * width;
  if (x < frame.scrollLeft) frame.scrollLeft = x;
  const far = x + width + first - frame.clientWidth;
  if (far > frame.scrollLeft) frame.scrollLeft = far;
}
