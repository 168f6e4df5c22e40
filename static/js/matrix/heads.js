// Head and foot of the grid: goals closed or open to their targets, and how many rows help each column.
import { escape } from "./words.js";

const pad = (count, rows = 1) => (count ? `<td aria-hidden="true" class="goal-gap" colspan="${count}"${rows > 1 ? ` rowspan="${rows}"` : ""}></td>` : "");
const colour = (goal) => (goal.number > 17 ? "sdg-local" : `sdg-${goal.number}`);

export function headRows(layout, window, settings) {
  const heads = oneByOne(layout, window, settings);
  const { left, right } = window;
  const rest = layout.cols.length - right;
  if (!layout.open.size) {
    return `<tr role="row" aria-rowindex="1">${corner(layout, settings, 1)}${pad(left)}${heads}${pad(rest)}</tr>`;
  }
  return `<tr role="row" aria-rowindex="1">${corner(layout, settings, 2)}${pad(left)}${bands(layout, window, settings)}${pad(rest)}</tr>`
    + `<tr role="row" aria-rowindex="2">${pad(left)}${heads}${pad(rest)}</tr>`;
}

function corner({ rows, model }, { words }, span) {
  const count = words.say("shown", { n: rows.length, total: model.elements.length });
  return `<th role="columnheader" scope="col" class="corner" aria-colindex="1"${span > 1 ? ` rowspan="${span}"` : ""}><span>${escape(words.say("element"))}</span><span class="sub">${escape(count)}</span></th>`;
}

function bands(layout, { left, right }, { words, icons }) {
  const parts = [];
  for (let at = left; at < right;) {
    const { goal: index, target } = layout.cols[at];
    let end = at + 1;
    while (end < right && Boolean(layout.cols[end].target) === Boolean(target) && (!target || layout.cols[end].goal === index)) end += 1;
    const goal = layout.model.goals[index];
    parts.push(target
      ? `<th role="columnheader" scope="colgroup" colspan="${end - at}" aria-colindex="${at + 2}" class="goal-band is-first is-last ${colour(goal)}"><button type="button" tabindex="-1" data-goal="${index}"><span>${goal.number}</span><span>${escape(goal.title)}</span><span><span class="visually-hidden">${escape(words.say("closeGoal", { goal: goal.number }))}</span><svg class="icon" aria-hidden="true"><use href="${icons}#x-lg"/></svg></span></button></th>`
      : pad(end - at));
    at = end;
  }
  return parts.join("");
}

function oneByOne(layout, { left, right }, { words }) {
  return layout.cols.slice(left, right).map((column, index) => {
    const goal = layout.model.goals[column.goal];
    const frame = `${column.first ? " is-first" : ""}${column.last ? " is-last" : ""}`.trim();
    const open = `<th role="columnheader" scope="col" aria-colindex="${left + index + 2}"${frame ? ` class="${frame}"` : ""}`;
    if (column.target) {
      return `${open} title="${escape(column.title)}"><span class="vertical">${escape(column.title)}</span><span class="target-code${column.code.length > 5 ? " is-long" : ""}">${escape(column.code)}</span></th>`;
    }
    const inner = `<span class="vertical">${escape(goal.label)}</span><span class="sdg-tile ${colour(goal)}">${goal.number}</span>`;
    return layout.model.hasTargets && goal.places.length
      ? `${open}><button type="button" tabindex="-1" class="goal-open" data-goal="${column.goal}" title="${escape(words.say("openGoal", { goal: goal.title }))}">${inner}</button></th>`
      : `${open} title="${escape(goal.title)}"><span class="goal-open">${inner}</span></th>`;
  }).join("");
}

export function footRow(layout, { left, right }, { words }) {
  const counts = layout.cols.slice(left, right).map((column, at) => {
    const frame = `${column.first ? " is-first" : ""}${column.last ? " is-last" : ""}`.trim();
    return `<td role="gridcell" aria-colindex="${left + at + 2}"${frame ? ` class="${frame}"` : ""}>${layout.model.helping(column) ?? "–"}</td>`;
  });
  const after = layout.rows.length + (layout.open.size ? 3 : 2);
  const gap = (count) => (count ? `<td aria-hidden="true" class="pad" colspan="${count}"></td>` : "");
  return `<tr role="row" aria-rowindex="${after}"><th role="rowheader" scope="row" aria-colindex="1">${escape(words.say("foot"))}</th>${gap(left)}${counts.join("")}${gap(layout.cols.length - right)}</tr>`;
}
