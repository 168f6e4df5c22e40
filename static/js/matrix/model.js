// The matrix in memory: scores by element and place, and their sums above. No DOM here.
export const NONE = -9;
export const KINDS = ["", "DIRECT", "INDIRECT", "ENABLING"];
export const EVIDENCE = 1;
export const RATIONALE = 2;
export const MITIGATION = 4;
const LEVELS = ["axis", "objective", "programme", "project", "action"];

/** What `pack` of alignment/queries/grid_data.py has put into one number. */
export function unpack(packed) {
  return { score: (packed % 7) - 3, kind: Math.floor(packed / 7) % 4, bits: Math.floor(packed / 28) };
}

export class Model {
  constructor(data) {
    this.revision = data.revision;
    this.#readTree(data.elements);
    this.#readPlaces(data.goals, data.targets);
    const size = this.elements.length * this.places.length;
    this.scores = new Int8Array(size).fill(NONE);
    this.kinds = new Uint8Array(size);
    this.bits = new Uint8Array(size);
    this.help = new Int8Array(size).fill(-1);
    this.harm = new Int8Array(size).fill(-1);
    this.goalHelp = new Int8Array(this.elements.length * this.goals.length).fill(-1);
    this.goalHarm = new Int8Array(this.goalHelp.length).fill(-1);
    this.assessed = 0;
    for (const [element, ...cells] of data.cells) {
      for (let at = 0; at < cells.length; at += 2) this.set(element, cells[at], unpack(cells[at + 1]));
    }
    this.takeNotes(data.notes);
  }

  #readTree(rows) {
    this.elements = rows.map(([code, title, level, parent, scored], index) => ({
      index, code, title, parent, scored: Boolean(scored), level: LEVELS[level], children: [], depth: 0,
    }));
    for (const row of this.elements) {
      if (row.parent < 0) continue;
      this.elements[row.parent].children.push(row.index);
      row.depth = this.elements[row.parent].depth + 1;
    }
    this.byElement = new Map(this.elements.map((row) => [row.code, row.index]));
    this.scoredCount = this.elements.filter((row) => row.scored).length;
  }

  #readPlaces(goals, targets) {
    this.hasTargets = targets.length > 0;
    this.goals = goals.map(([key, number, label, title, out], index) => ({ index, key, number, label, title, out, places: [] }));
    const goalAt = new Map(this.goals.map((goal) => [goal.key, goal.index]));
    const rows = this.hasTargets ? targets : goals.map(([key, number, , title, out]) => [String(number), title, key, out]);
    this.places = rows.map(([code, title, key, out], index) => ({ index, code, title, out, goal: goalAt.get(key) }));
    for (const place of this.places) this.goals[place.goal].places.push(place.index);
    this.byPlace = new Map(this.places.map((place) => [place.code, place.index]));
    this.inScope = this.places.filter((place) => !place.out).length;
  }

  at(element, place) {
    return element * this.places.length + place;
  }

  get(element, place) {
    const at = this.at(element, place);
    return { score: this.scores[at], kind: this.kinds[at], bits: this.bits[at] };
  }

  /** `bits` left out keeps what is known of texts and evidence; a cleared cell has none. */
  set(element, place, { score, kind, bits }) {
    const at = this.at(element, place);
    const counts = this.elements[element].scored && !this.places[place].out;
    if (counts) this.assessed += (score !== NONE) - (this.scores[at] !== NONE);
    this.scores[at] = score;
    this.kinds[at] = score === NONE || score === 0 ? 0 : kind;
    this.bits[at] = score === NONE ? 0 : (bits ?? this.bits[at]);
    for (let row = element; row >= 0; row = this.elements[row].parent) this.#sum(row, place);
  }

  /** Highest help and highest harm of a row and those below it, both kept (formula 1). */
  #sum(row, place) {
    const at = this.at(row, place);
    const own = this.scores[at];
    let help = own === NONE ? -1 : Math.max(own, 0);
    let harm = own === NONE ? -1 : Math.max(-own, 0);
    for (const child of this.elements[row].children) {
      help = Math.max(help, this.help[this.at(child, place)]);
      harm = Math.max(harm, this.harm[this.at(child, place)]);
    }
    this.help[at] = help;
    this.harm[at] = harm;
    const goal = this.goals[this.places[place].goal];
    help = harm = -1;
    for (const other of goal.places) {
      help = Math.max(help, this.help[this.at(row, other)]);
      harm = Math.max(harm, this.harm[this.at(row, other)]);
    }
    this.goalHelp[row * this.goals.length + goal.index] = help;
    this.goalHarm[row * this.goals.length + goal.index] = harm;
  }

  /** [help, harm] of a column, −1 where nothing is assessed. */
  sums(row, column) {
    const at = column.place === undefined ? row * this.goals.length + column.goal : this.at(row, column.place);
    return column.place === undefined ? [this.goalHelp[at], this.goalHarm[at]] : [this.help[at], this.harm[at]];
  }

  /** How many scored rows help a column; null where it is out of scope. */
  helping(column) {
    if (column.out) return null;
    return this.elements.reduce((count, row) => count + (row.scored && this.sums(row.index, column)[0] > 0), 0);
  }

  takeNotes(notes) {
    this.notes = new Set(notes.map(([element, place]) => `${element}:${place}`));
    this.noted = new Set(notes.map(([element]) => element));
  }

  hasNote(element, place) {
    return this.notes.has(`${element}:${place}`);
  }

  /** "error", "warning" or "": what the rules E6, E10 and W2 find in a row. */
  flag(row) {
    let worst = "";
    for (const place of this.places) {
      const { score, kind, bits } = this.get(row, place.index);
      if (score === NONE || score === 0) continue;
      if (!kind || (Math.abs(score) === 3 && !(bits & RATIONALE))) return "error";
      if (score < 0 && !(bits & MITIGATION)) worst = "warning";
    }
    return worst;
  }

  some(row, test) {
    return this.places.some((place) => test(this.get(row, place.index), place));
  }

  fits(row, filter) {
    switch (filter) {
      case "incomplete": return this.elements[row].scored && this.some(row, ({ score }, { out }) => !out && score === NONE);
      case "negative": return this.some(row, ({ score }) => score !== NONE && score < 0);
      case "no-evidence": return this.some(row, ({ score, bits }) => score !== NONE && Math.abs(score) > 1 && !(bits & EVIDENCE));
      case "comments": return this.noted.has(row);
      case "issues": return Boolean(this.flag(row));
      default: return true;
    }
  }
}
