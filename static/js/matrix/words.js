// Texts come from the server with {places} to fill; a pair holds the text for one and for many.
export class Words {
  constructor(texts, scores, kinds) {
    this.texts = texts;
    this.scores = scores;
    this.kinds = kinds;
    this.time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }

  say(name, values = {}) {
    const text = this.texts[name];
    const form = (Array.isArray(text) ? text[values.n === 1 ? 0 : 1] : text) ?? ""; // texts are kept for an hour
    return form.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  }

  /** As the pages write it: 1 607 */
  number(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, this.texts.thousands ?? "");
  }

  clock(moment = new Date()) {
    return this.time.format(moment);
  }

  kind(code) {
    return this.kinds[code] ?? "";
  }

  /** "+2 strong, direct" */
  value(score, kind = "") {
    if (score === null) return this.say("notAssessed");
    const link = this.kind(kind);
    return `${signed(score)} ${this.scores[score]}${link ? `, ${link.toLocaleLowerCase()}` : ""}`;
  }
}

export const signed = (score) => (score > 0 ? `+${score}` : score < 0 ? `−${-score}` : "0");
export const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
