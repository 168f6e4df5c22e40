// Edits on their way to the server. They lie in the browser's store until the server has said that it has
// them, survive a closed tab, and carry a key of their own, so that sending one twice counts once.
//
// `waiting` is what this phone wants, one edit for each cell; `sent` is the batch under way. A batch whose
// answer was lost is sent again as it was before anything newer goes out.

const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`);
const MOST = 100;

export class Outbox {
  constructor(name) {
    this.name = name;
    this.keeps = true;
    const stored = this.read();
    this.waiting = new Map(stored.waiting ?? []);
    this.sent = new Map(stored.sent ?? []);
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      this.keeps = false;
      return {};
    }
  }

  keep() {
    try {
      if (this.size) localStorage.setItem(this.name, JSON.stringify({ waiting: [...this.waiting], sent: [...this.sent] }));
      else localStorage.removeItem(this.name);
    } catch {
      this.keeps = false;
    }
  }

  get size() {
    return new Set([...this.waiting.keys(), ...this.sent.keys()]).size;
  }

  /** What this phone wants of a cell, if it has something of its own. */
  wanted(cell) {
    return this.waiting.get(cell) ?? this.sent.get(cell);
  }

  put(cell, edit) {
    this.waiting.set(cell, { ...edit, key: newKey() });
    this.keep();
  }

  drop(cell) {
    this.waiting.delete(cell);
    this.sent.delete(cell);
    this.keep();
  }

  /** The batch to send now; cells about which the phone asks wait for the answer. */
  batch(held) {
    if (!this.sent.size) {
      for (const [cell, edit] of this.waiting) {
        if (held.has(cell) || this.sent.size >= MOST) continue;
        this.sent.set(cell, edit);
        this.waiting.delete(cell);
      }
      this.keep();
    }
    return [...this.sent.values()];
  }

  cellOf(key) {
    for (const [cell, edit] of this.sent) if (edit.key === key) return cell;
    return null;
  }

  /** The server has this one; what was chosen for the same cell since then builds on it. */
  done(cell, revision) {
    this.sent.delete(cell);
    const newer = this.waiting.get(cell);
    if (newer) newer.seen = revision;
    this.keep();
  }

  /** Nothing of the batch was taken: it waits, unless something newer waits for the same cell already. */
  giveBack() {
    for (const [cell, edit] of this.sent) if (!this.waiting.has(cell)) this.waiting.set(cell, edit);
    this.sent.clear();
    this.keep();
  }
}
