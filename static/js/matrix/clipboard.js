// Blocks of scores to and from a spreadsheet: tab-separated lines, cells with tabs or line ends in quotes.
import { NONE } from "./model.js";

/** Lines of cells, as LibreOffice, Excel and Google Sheets write them. */
export function parseBlock(text) {
  const lines = [[]];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') cell += source[at += 1];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") {
      lines.at(-1).push(cell);
      cell = "";
    } else if (sign === "\n") {
      lines.at(-1).push(cell);
      cell = "";
      lines.push([]);
    } else cell += sign;
  }
  lines.at(-1).push(cell);
  return lines;
}

export const writeBlock = (lines) => lines.map((cells) => cells.join("\t")).join("\n");

/** A score, NONE for a blank cell, undefined for what is no score. */
export function readScore(text) {
  const plain = text.trim().replace(/^[−–]/, "-").replace(/^\+/, "");
  if (plain === "") return NONE;
  return /^-?[0-3]([.,]0+)?$/.test(plain) ? Number.parseInt(plain, 10) || 0 : undefined;
}

export function copyBlock(layout) {
  const { top, bottom, left, right } = layout.block;
  return layout.rows.slice(top, bottom + 1).map((row) => layout.cols.slice(left, right + 1).map((column) => {
    if (row.scored && column.place !== undefined) {
      const { score } = layout.model.get(row.index, column.place);
      return score === NONE ? "" : String(score);
    }
    const [help, harm] = layout.model.sums(row.index, column);
    return help < 0 ? "" : help > 0 && harm > 0 ? `${help}/${-harm}` : String(help || -harm || 0);
  }));
}

/** A block laid from the corner of the selection, repeated when the selection is a multiple of it. */
export function layBlock(layout, lines) {
  const { top, left, bottom, right } = layout.block;
  const widest = Math.max(...lines.map((line) => line.length));
  const height = tiled(bottom - top + 1, lines.length);
  const width = tiled(right - left + 1, widest);
  const good = [];
  const faults = [];
  for (let down = 0; down < height; down += 1) {
    for (let over = 0; over < width; over += 1) {
      const text = lines[down % lines.length][over % widest];
      if (text !== undefined) lay(layout, top + down, left + over, text, good, faults);
    }
  }
  return { good, faults };
}

const tiled = (selected, own) => (selected % own === 0 ? Math.max(selected, own) : own);

function lay(layout, row, col, text, good, faults) {
  const place = layout.scorable(row, col);
  const score = readScore(text);
  if (place === undefined) {
    const why = layout.rows[row] && layout.cols[col] ? "notScored" : "outside";
    if (text.trim()) faults.push({ row, col, text, why });
  } else if (score === undefined) faults.push({ row, col, text, why: "noScore" });
  else good.push({ element: layout.rows[row].index, place, score });
}
