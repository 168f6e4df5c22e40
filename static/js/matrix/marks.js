// A cell as markup, with the same classes as sdgplatform/ui/heat.py.
import { NONE } from "./model.js";
import { escape, signed } from "./words.js";

const look = (score) => (score ? `${score > 0 ? "p" : "n"}${Math.abs(score)}` : "z");
const heat = (score, sum) => `<span class="heat ${look(score)}${sum && score ? " heat--sum" : ""}">${signed(score)}</span>`;

export function mark(model, row, column, words) {
  if (row.scored && column.place !== undefined) {
    const score = model.scores[model.at(row.index, column.place)];
    return score === NONE ? "" : heat(score);
  }
  const [help, harm] = model.sums(row.index, column);
  if (help < 0) return "";
  const sum = !row.scored;
  if (help > 0 && harm > 0) {
    return `<span class="duo${sum ? " duo--sum" : ""}">${heat(help)} ${heat(-harm)}</span>`;
  }
  return heat(help || -harm, sum);
}

export function cellClass(model, row, column) {
  const names = [];
  if (column.target) names.push("is-open");
  if (column.first) names.push("is-first");
  if (column.last) names.push("is-last");
  if (column.out && model.sums(row.index, column)[0] < 0) names.push("is-na");
  if (column.place !== undefined && model.hasNote(row.index, column.place)) names.push("cell--note");
  return names.join(" ");
}

/** "B1.2 Bus lanes, 11.2 Transport: +2 strong, direct" */
export function spoken(model, row, column, words, KINDS) {
  const where = `${row.code} ${row.title}, ${column.code} ${column.title}`;
  const parts = [value(model, row, column, words, KINDS)];
  if (column.out) parts.push(words.say(column.out === 2 ? "nationalOnly" : "notApplicable"));
  if (column.place !== undefined && model.hasNote(row.index, column.place)) parts.push(words.say("hasComment"));
  return `${where}: ${parts.join(", ")}`;
}

function value(model, row, column, words, KINDS) {
  if (row.scored && column.place !== undefined) {
    const { score, kind } = model.get(row.index, column.place);
    return words.value(score === NONE ? null : score, KINDS[kind]);
  }
  const [help, harm] = model.sums(row.index, column);
  if (help < 0) return words.say("notAssessed");
  if (help > 0 && harm > 0) return words.say("bothSums", { help: signed(help), harm: signed(-harm) });
  return words.say("sum", { score: signed(help || -harm) });
}

export function rowHead(row, { folded, flag, icons, words, lang }) {
  const sign = row.children.length ? `<button type="button" tabindex="-1" class="fold" data-fold="${row.index}" aria-label="${escape(words.say(folded ? "unfold" : "fold"))}"></button>` : "";
  const warn = flag ? `<svg class="icon flag${flag === "error" ? " flag--error" : ""}" role="img" aria-label="${escape(words.say(flag))}"><use href="${icons}#exclamation-${flag === "error" ? "octagon" : "triangle"}-fill"/></svg>` : "";
  return `<div class="element"><span class="code">${escape(row.code)}</span><span class="name">${sign}<span class="title" lang="${lang}" title="${escape(row.title)}">${escape(row.title)}</span>${warn}</span></div>`;
}
