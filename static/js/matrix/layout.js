// Which rows and columns are in sight, and where the person stands among them.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class Layout {
  open = new Set();
  folded = new Set();
  words = "";
  filter = "";
  row = 0;
  col = 0;
  anchorRow = 0;
  anchorCol = 0;

  constructor(model) {
    this.take(model);
  }

  /** A model read anew: open goals and folded rows stay, as far as they still exist. */
  take(model) {
    const goals = this.model ? [...this.open].map((goal) => this.model.goals[goal].number) : [];
    const folded = this.model ? [...this.folded].map((row) => this.model.elements[row].code) : [];
    const here = this.model && [this.rows[this.row]?.code, this.cols[this.col]?.code];
    this.model = model;
    this.open = new Set(model.goals.filter((goal) => goals.includes(goal.number)).map((goal) => goal.index));
    this.folded = new Set(folded.map((code) => model.byElement.get(code)).filter((row) => row !== undefined));
    this.rebuild(here);
  }

  rebuild(here = [this.rows?.[this.row]?.code, this.cols?.[this.col]?.code]) {
    this.rows = this.#rows();
    this.cols = this.#cols();
    const row = this.rows.findIndex(({ code }) => code === here[0]);
    const col = this.cols.findIndex(({ code }) => code === here[1]);
    this.row = row >= 0 ? row : Math.max(0, Math.min(this.row, this.rows.length - 1));
    if (this.col >= 0) this.col = col >= 0 ? col : this.#goalColumn(here[1]);
    this.anchorRow = this.row;
    this.anchorCol = this.col;
  }

  /** The goal that was closed over a target, the first target of one that was opened. */
  #goalColumn(code = "") {
    const goal = code.split(".")[0];
    const col = this.cols.findIndex((column) => column.code === goal || column.code.startsWith(`${goal}.`));
    return Math.max(0, col);
  }

  #rows() {
    const { elements } = this.model;
    const words = plain(this.words).split(/\s+/).filter(Boolean);
    const shown = new Set();
    for (const row of elements) {
      const text = words.length ? plain(`${row.code} ${row.title}`) : "";
      if (!words.every((word) => text.includes(word)) || !this.model.fits(row.index, this.filter)) continue;
      for (let at = row.index; at >= 0 && !shown.has(at); at = elements[at].parent) shown.add(at);
    }
    return elements.filter((row) => shown.has(row.index) && !this.#isFoldedAway(row));
  }

  #isFoldedAway(row) {
    for (let at = row.parent; at >= 0; at = this.model.elements[at].parent) if (this.folded.has(at)) return true;
    return false;
  }

  #cols() {
    const { goals, places, hasTargets } = this.model;
    return goals.flatMap((goal) => {
      if (hasTargets && (!this.open.has(goal.index) || !goal.places.length)) {
        return [{ code: String(goal.number), goal: goal.index, title: goal.title, out: goal.out }];
      }
      const last = goal.places.length - 1;
      return goal.places.map((index, at) => ({
        code: places[index].code, goal: goal.index, place: index, title: places[index].title, out: places[index].out,
        target: hasTargets, first: hasTargets && at === 0, last: hasTargets && at === last,
      }));
    });
  }

  fold(row, folded = !this.folded.has(row)) {
    this.folded[folded ? "add" : "delete"](row);
    this.rebuild();
  }

  foldAll(folded) {
    this.folded = new Set(folded ? this.model.elements.filter((row) => row.children.length).map((row) => row.index) : []);
    this.rebuild();
  }

  openGoal(goal, open = !this.open.has(goal)) {
    this.open[open ? "add" : "delete"](goal);
    this.rebuild();
  }

  openAll(open) {
    this.open = new Set(open ? this.model.goals.map((goal) => goal.index) : []);
    this.rebuild();
  }

  moveTo(row, col, extend = false) {
    this.row = Math.max(0, Math.min(row, this.rows.length - 1));
    this.col = Math.max(extend ? 0 : -1, Math.min(col, this.cols.length - 1));
    if (extend && this.anchorCol >= 0) return;
    this.anchorRow = this.row;
    this.anchorCol = this.col;
  }

  /** The selected block: first and last row and column, both inside. */
  get block() {
    const [top, bottom] = [this.anchorRow, this.row].sort((a, b) => a - b);
    const [left, right] = [this.anchorCol, this.col].sort((a, b) => a - b);
    return { top, bottom, left: Math.max(left, 0), right };
  }

  selectAll() {
    [this.anchorRow, this.anchorCol] = [0, 0];
    [this.row, this.col] = [this.rows.length - 1, this.cols.length - 1];
  }

  /** The place of a cell that takes a score, else undefined. */
  scorable(row, col) {
    const place = this.cols[col]?.place;
    return this.rows[row]?.scored ? place : undefined;
  }

  /** [element, place] of every cell of the block that takes a score. */
  selected() {
    const { top, bottom, left, right } = this.block;
    const found = [];
    for (let row = top; row <= bottom; row += 1) {
      for (let col = left; col <= right; col += 1) {
        const place = this.scorable(row, col);
        if (place !== undefined) found.push([this.rows[row].index, place]);
      }
    }
    return found;
  }
}
