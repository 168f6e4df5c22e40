// Edits made in a group that this phone has left before they could be sent. They go to that group, never to
// the new one; where somebody there chose otherwise meanwhile, the person is asked.
import { Outbox } from "./outbox.js";
import { ask, fill } from "./polling.js";

/** The number of the group is the last part of a store's name; those of this phone's other groups hold edits. */
function storesBeside(store) {
  const start = store.slice(0, store.lastIndexOf(":") + 1);
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(start) && name !== store);
  } catch {
    return [];
  }
}

export class FormerGroups {
  /** `post(batch, group)` answers with a Response; `wordOf` has the words of a score; it is said in `box`. */
  constructor(data, box, { post, wordOf }) {
    Object.assign(this, { data, box, post, wordOf, sending: false });
    this.groups = storesBeside(data.store).map((name) => ({
      number: Number(name.slice(name.lastIndexOf(":") + 1)),
      outbox: new Outbox(name),
      asks: new Map(),
      state: "",
    }));
    this.draw();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    for (const group of this.groups) if (group.outbox.batch(group.asks).length) await this.sendOne(group);
    this.sending = false;
    this.draw();
  }

  async sendOne(group) {
    try {
      const response = await this.post(group.outbox.batch(group.asks), group.number);
      if (response.status === 409) {
        group.state = (await response.json()).code === "exercise_locked" ? "locked" : "late";
        group.outbox.giveBack();
      } else if (response.ok) this.take(group, await response.json());
    } catch {
      group.outbox.giveBack(); // the page says already that there is no line
    }
  }

  take(group, { done, conflicts, faults }) {
    const { outbox, asks } = group;
    for (const key of Object.keys(done)) {
      const cell = outbox.cellOf(key);
      if (cell) outbox.done(cell, done[key]);
    }
    for (const conflict of conflicts) {
      const cell = outbox.cellOf(conflict.key);
      if (!cell) continue;
      if (!outbox.waiting.has(cell)) outbox.waiting.set(cell, outbox.sent.get(cell));
      outbox.sent.delete(cell);
      asks.set(cell, conflict);
    }
    for (const { key, detail } of faults) {
      const cell = outbox.cellOf(key);
      if (cell) asks.set(cell, { detail, edit: outbox.sent.get(cell) });
      if (cell) outbox.drop(cell);
    }
    outbox.keep();
    group.state = outbox.size ? "" : "sent";
  }

  draw() {
    const lines = this.groups.flatMap((group) => [...this.asked(group), ...this.said(group)]);
    this.box.hidden = !lines.length;
    this.box.replaceChildren(...lines);
  }

  said(group) {
    const { words, groups } = this.data;
    const count = group.outbox.size - [...group.asks.values()].filter((question) => !question.detail).length;
    const text = { locked: words.formerLocked, late: words.formerLate, sent: words.formerSent }[group.state] ?? words.former;
    if (!count && group.state !== "sent") return [];
    return [line(fill(text, { group: groups[group.number] ?? group.number, count }))];
  }

  asked(group) {
    const { words, groups } = this.data;
    return [...group.asks].map(([cell, question]) => {
      const edit = question.edit ?? group.outbox.wanted(cell);
      const where = `${groups[group.number] ?? ""}, ${edit.element}, ${edit.place}:`;
      if (question.detail) return line(`${where} ${this.wordOf(edit.score)}. ${question.detail}`);
      const mine = { mine: this.wordOf(edit.score), theirs: this.wordOf(question.score), name: question.member || words.someone };
      const box = line(`${where} ${fill(words.conflict, mine)} `);
      box.append(
        this.choice(words.keepMine, () => this.answer(group, cell, { ...edit, seen: question.revision })),
        " ",
        this.choice(words.takeTheirs, () => this.answer(group, cell, null)),
      );
      return box;
    });
  }

  answer(group, cell, edit) {
    group.asks.delete(cell);
    if (edit) group.outbox.put(cell, edit);
    else group.outbox.drop(cell);
    group.state = "";
    this.draw();
    this.send();
  }

  choice(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }
}

function line(text) {
  const p = document.createElement("p");
  p.textContent = text;
  return p;
}

export function postEdits(url, token, edits, group) {
  return ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ edits, group }),
  });
}
