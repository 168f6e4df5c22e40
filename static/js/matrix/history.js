// What can be undone: each step holds the cells before and after.
const LONGEST = 200;

export class History {
  #done = [];
  #undone = [];

  push(step) {
    this.#done.push(step);
    if (this.#done.length > LONGEST) this.#done.shift();
    this.#undone = [];
  }

  undo() {
    const step = this.#done.pop();
    if (step) this.#undone.push(step);
    return step?.map((one) => ({ ...one, step: one, wanted: one.before, there: one.after }));
  }

  redo() {
    const step = this.#undone.pop();
    if (step) this.#done.push(step);
    return step?.map((one) => ({ ...one, step: one, wanted: one.after, there: one.before }));
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }
}
