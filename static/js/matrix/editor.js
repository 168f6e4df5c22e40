// Every change of scores goes through here: shown at once, kept for undo, given to the outbox.
import { copyBlock, layBlock, parseBlock, writeBlock } from "./clipboard.js";
import { ask } from "./dialog.js";
import { History } from "./history.js";
import { KINDS, NONE } from "./model.js";

const SHOWN_FAULTS = 12;

export class Editor {
  history = new History();
  newKind = 1;

  constructor({ layout, view, sync, words, announce, editable }) {
    Object.assign(this, { layout, view, sync, words, announce, editable });
  }

  get model() {
    return this.layout.model;
  }

  /** Sets what differs; `kind` left out keeps the cell's or takes that of new links. Returns how many differ. */
  write(edits, { undoable = true } = {}) {
    const steps = edits.map((edit) => this.#step(edit, !undoable)).filter(({ before, after }) => before.score !== after.score || before.kind !== after.kind);
    if (!steps.length || !this.editable) return 0;
    for (const { element, place, after } of steps) this.model.set(element, place, after);
    if (undoable) this.history.push(steps);
    this.view.refresh(steps.map(({ element, place }) => [element, place]));
    this.sync.edit(steps.map((step) => this.#message(step)));
    return steps.length;
  }

  /** Undoing brings a cleared cell back whole: the server has kept it, `more` is what had not been sent yet. */
  #step({ element, place, score, kind, bits = 0, more }, again) {
    const before = this.model.get(element, place);
    const linked = score !== NONE && score !== 0;
    const isNew = before.score === NONE;
    const after = { score, kind: linked ? (kind ?? (before.kind || this.newKind)) : 0, bits: score === NONE ? 0 : isNew ? bits : before.bits };
    const unsent = score === NONE ? this.#unsent(element, place) : more;
    return { element, place, before, after, more: unsent, back: (again && isNew) || undefined };
  }

  #unsent(element, place) {
    return this.sync.unsent(this.model.elements[element].code, this.model.places[place].code);
  }

  #message({ element, place, before, after, more, back }) {
    return {
      ...(after.score !== NONE && { more, back }),
      e: this.model.elements[element].code, p: this.model.places[place].code,
      s: after.score === NONE ? null : after.score, k: KINDS[after.kind],
      was: before.score === NONE ? null : before.score,
    };
  }

  #tell(count) {
    if (!this.editable) return this.announce(this.words.say("readOnly"));
    if (this.layout.selected().length === 1 && count) return this.announce(this.view.says());
    this.announce(this.words.say("changed", { n: count }));
  }

  score(value) {
    const cells = this.layout.selected();
    if (!cells.length) return this.#explain();
    this.#tell(this.write(cells.map(([element, place]) => ({ element, place, score: value }))));
  }

  #explain() {
    const column = this.layout.cols[this.layout.col];
    const name = column && column.place === undefined ? "openFirst" : "sumsOnly";
    this.announce(this.words.say(name));
  }

  kind(index) {
    const linked = this.layout.selected().filter(([element, place]) => ![NONE, 0].includes(this.model.get(element, place).score));
    const edits = linked.map(([element, place]) => ({ element, place, score: this.model.get(element, place).score, kind: index }));
    this.#tell(this.write(edits));
  }

  /** Texts and evidence go with the score, so the person is asked first. */
  async clear() {
    const cells = this.layout.selected();
    const rich = cells.filter(([element, place]) => this.model.get(element, place).bits);
    if (!this.editable) return this.#tell(0);
    if (rich.length && !(await this.#mayLose(rich))) return undefined;
    return this.#tell(this.write(cells.map(([element, place]) => ({ element, place, score: NONE }))));
  }

  async #mayLose(cells) {
    const answer = await ask({
      title: this.words.say("clearTitle", { n: cells.length }),
      lines: [this.words.say("clearText")],
      list: cells.slice(0, SHOWN_FAULTS).map(([element, place]) => this.#name(element, place)),
      buttons: [["clear", this.words.say("clearYes")], ["", this.words.say("cancel")]],
    });
    return answer === "clear";
  }

  #name(element, place) {
    return `${this.model.elements[element].code} × ${this.model.places[place].code}`;
  }

  copy() {
    const lines = copyBlock(this.layout);
    this.copied = writeBlock(lines);
    this.announce(this.words.say("copied", { n: lines.length * lines[0].length }));
    return this.copied;
  }

  async paste(text) {
    const { good, faults } = layBlock(this.layout, parseBlock(text));
    const inner = text.replace(/\r\n?/g, "\n").replace(/\n$/, "") === this.copied;
    const named = inner ? faults.filter(({ why }) => why !== "notScored") : faults;
    if (named.length && !(await this.#mayPaste(good.length, named))) return;
    const rich = good.filter(({ element, place, score }) => score === NONE && this.model.get(element, place).bits);
    if (rich.length && !(await this.#mayLose(rich.map(({ element, place }) => [element, place])))) return;
    const count = this.write(good);
    this.announce(this.words.say(this.editable ? "pasted" : "readOnly", { n: count }));
  }

  async #mayPaste(good, faults) {
    const rest = faults.length - SHOWN_FAULTS;
    const list = faults.slice(0, SHOWN_FAULTS).map(({ row, col, text, why }) => {
      const [line, column] = [this.layout.rows[row], this.layout.cols[col]];
      const cell = `${line?.code ?? this.words.say("row", { number: row + 1 })} × ${column?.code ?? this.words.say("column", { number: col + 1 })}`;
      return this.words.say(why, { cell, text: text.slice(0, 30) });
    });
    const buttons = good ? [["paste", this.words.say("pasteGood", { n: good })]] : [];
    const answer = await ask({
      title: this.words.say("pasteTitle", { n: faults.length }),
      lines: [this.words.say("pasteText")],
      list: rest > 0 ? [...list, this.words.say("andMore", { n: rest })] : list,
      buttons: [...buttons, ["", this.words.say("pasteNothing")]],
    });
    return answer === "paste";
  }

  /** Down or to the right from the first cells of the block; from the cell before it when only one is chosen. */
  fill(down) {
    const { top, bottom, left, right } = this.layout.block;
    const edits = [];
    const lines = down ? [left, right] : [top, bottom];
    const [from, to] = down ? [top, bottom] : [left, right];
    for (let line = lines[0]; line <= lines[1]; line += 1) {
      const cell = (at) => (down ? [at, line] : [line, at]);
      let first = from;
      const last = to;
      if (from === to) first = this.#before(from, cell);
      const source = this.#nextScored(first, last, cell);
      if (source === undefined) continue;
      const [row, col] = cell(source);
      const { score, kind } = this.model.get(this.layout.rows[row].index, this.layout.cols[col].place);
      for (let at = source + 1; at <= last; at += 1) {
        const [toRow, toCol] = cell(at);
        const place = this.layout.scorable(toRow, toCol);
        if (place !== undefined) edits.push({ element: this.layout.rows[toRow].index, place, score, kind });
      }
    }
    this.announce(this.words.say("changed", { n: this.write(edits) }));
  }

  #before(at, cell) {
    let first = at - 1;
    while (first >= 0 && this.layout.scorable(...cell(first)) === undefined) first -= 1;
    return first < 0 ? at : first;
  }

  #nextScored(first, last, cell) {
    for (let at = first; at <= last; at += 1) if (this.layout.scorable(...cell(at)) !== undefined) return at;
    return undefined;
  }

  undo() {
    this.#replay(this.history.undo(), "undone", "nothingToUndo");
  }

  redo() {
    this.#replay(this.history.redo(), "redone", "nothingToRedo");
  }

  /** What another has changed since stays as it is. */
  #replay(step, done, nothing) {
    if (!step) return this.announce(this.words.say(nothing));
    const mine = step.filter(({ element, place, there }) => {
      const now = this.model.get(element, place);
      return now.score === there.score && now.kind === there.kind;
    });
    for (const { element, place, wanted, step: own } of mine) {
      if (wanted.score === NONE) own.more = this.#unsent(element, place) ?? own.more;
    }
    const count = this.write(mine.map(({ element, place, wanted, more }) => ({ element, place, ...wanted, more })), { undoable: false });
    const kept = step.length - mine.length;
    return this.announce(this.words.say(done, { n: count }) + (kept ? ` ${this.words.say("othersKept", { n: kept })}` : ""));
  }
}
