// The cell beside the grid: loaded alone, saved field by field through the same outbox as the grid.
import { KINDS, NONE } from "./model.js";

const REST = 220;
const TYPING = 1200;
const TEXTS = new Set(["rationale", "mitigation", "budget_share"]);

/** The value that the server has sent, whatever was typed since. */
function asSent(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

export function cellPanel({ view, layout, sync, editor, words, urls, announce }) {
  let here = null; // {e, p, element, place} of the open cell
  let timer;
  let typing;
  let asked = 0;
  const aside = () => document.getElementById("cell");
  const draftKey = ({ e, p }) => `draft|${sync.scope}|${e}|${p}`;

  function chosen() {
    const place = layout.scorable(layout.row, layout.col);
    if (place === undefined) return null;
    const element = layout.rows[layout.row].index;
    return { element, place, e: layout.model.elements[element].code, p: layout.model.places[place].code };
  }

  async function open({ focus }) {
    const cell = chosen();
    if (!cell) return focus ? announce(words.say(layout.cols[layout.col]?.place === undefined ? "openFirst" : "sumsOnly")) : undefined;
    await leave();
    return load(cell, focus);
  }

  async function load(cell, focus) {
    const turn = (asked += 1);
    await sync.flush();
    const address = urls.panel.replace("ELEMENT", encodeURIComponent(cell.e)).replace("PLACE", encodeURIComponent(cell.p));
    const response = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual" }).catch(() => null);
    if (turn !== asked) return;
    if (!response?.ok) {
      announce(words.say("panelOffline"));
      return;
    }
    const html = await response.text();
    if (turn !== asked) return;
    here = cell;
    put(html, focus);
  }

  function put(html, focus) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("cell");
    aside()?.remove();
    document.getElementById("matrix").append(fresh);
    window.htmx?.process(fresh);
    restore(fresh);
    document.getElementById("matrix").classList.add("has-panel");
    if (focus) fresh.querySelector("h2").focus({ preventScroll: false });
  }

  /** The panel that came with the page stays as it is, with what was typed into it since. */
  function adopt() {
    here = chosen();
    if (!here) return;
    aside().setAttribute("hx-target", "#cell");
    restore(aside());
    document.getElementById("matrix").classList.add("has-panel");
    leave();
  }

  function close() {
    if (!aside()) return;
    leave();
    asked += 1;
    here = null;
    aside().remove();
    document.getElementById("matrix").classList.remove("has-panel");
    view.table.focus({ preventScroll: true });
  }

  /** While it is open it follows the person through the grid, once they rest. */
  function follow() {
    if (!here) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const cell = chosen();
      if (cell && here && (cell.e !== here.e || cell.p !== here.p)) open({ focus: false });
    }, REST);
  }

  const form = () => aside()?.querySelector("form[data-cell-form]");

  function values() {
    const data = new FormData(form());
    const field = (name) => String(data.get(name) ?? "");
    const more = {};
    for (const name of ["horizon", "confidence", "rationale", "mitigation", "budget_share"]) {
      const box = form().elements[name];
      if (box && String(box.value) !== box.dataset.was) more[name] = box.value;
    }
    return { score: data.has("score") ? Number(field("score")) : null, kind: field("kind"), more };
  }

  /** What was changed goes to the outbox; a text without a score waits as a draft of this browser. */
  async function leave() {
    clearTimeout(typing);
    if (!here || !form()) return;
    const { score, kind, more } = values();
    const { element, place, e, p } = here;
    const now = layout.model.get(element, place);
    if (score === null) return keepDraft(more);
    localStorage.removeItem(draftKey(here));
    const link = score ? Math.max(KINDS.indexOf(kind), 0) || now.kind || editor.newKind : 0;
    if (Object.keys(more).length) {
      const was = now.score === NONE ? null : now.score;
      sync.edit([{ e, p, s: score, k: KINDS[link], more, was }]);
      for (const name of Object.keys(more)) form().elements[name].dataset.was = more[name];
    }
    editor.write([{ element, place, score, kind: link }]);
    show();
  }

  function keepDraft(more) {
    const texts = Object.fromEntries(Object.entries(more).filter(([name, text]) => TEXTS.has(name) && text.trim()));
    if (Object.keys(texts).length) localStorage.setItem(draftKey(here), JSON.stringify(texts));
    else localStorage.removeItem(draftKey(here));
    form().querySelector("[data-draft]")?.toggleAttribute("hidden", !Object.keys(texts).length);
  }

  function restore(panel) {
    const fields = panel.querySelectorAll("form[data-cell-form] :is(select, textarea, input:not([type=radio], [type=hidden]))");
    for (const field of fields) field.dataset.was = asSent(field);
    const draft = JSON.parse(localStorage.getItem(draftKey(here)) ?? "{}");
    for (const [name, text] of Object.entries(draft)) {
      const field = form()?.elements[name];
      if (field) field.value = text;
    }
    form()?.querySelector("[data-draft]")?.toggleAttribute("hidden", !Object.keys(draft).length);
  }

  /** The grid has changed the open cell: score and kind follow, texts that are being written stay. */
  function show() {
    if (!here || !form()) return;
    const { score, kind } = layout.model.get(here.element, here.place);
    for (const radio of form().querySelectorAll("[name=score]")) radio.checked = score !== NONE && Number(radio.value) === score;
    form().elements.kind.value = KINDS[kind];
    const word = form().querySelector("[data-score-word]");
    if (word) word.textContent = words.value(score === NONE ? null : score);
  }

  /** After a saving: parts that only an assessed cell has are read, unless somebody writes in the panel now. */
  function settled(cells) {
    if (!here) return;
    const cell = cells.find(({ e, p }) => e === here.e && p === here.p);
    if (!cell) return;
    const panel = aside();
    const isBusy = panel.contains(document.activeElement) && /TEXTAREA|SELECT|INPUT/.test(document.activeElement.tagName) && document.activeElement.type !== "radio";
    if (!isBusy && (panel.dataset.assessed === "1") !== (cell.s !== null)) load(here, false);
    else show();
  }

  document.addEventListener("change", ({ target }) => target.closest?.("form[data-cell-form]") && leave());
  document.addEventListener("input", ({ target }) => {
    if (!target.closest?.("form[data-cell-form]")) return;
    clearTimeout(typing);
    typing = setTimeout(leave, TYPING);
  });
  /** Through the grid, so that it can be undone. */
  function clear() {
    clearTimeout(typing);
    const { element, place } = here;
    if (!editor.write([{ element, place, score: NONE }])) return;
    announce(words.say("changed", { n: 1 }));
    sync.flush();
  }

  document.addEventListener("submit", (event) => {
    const isClear = here && event.target.matches("form[data-cell-clear]");
    if (!isClear && !event.target.matches("form[data-cell-form]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isClear) return clear();
    leave().then(() => sync.flush()).then(() => here && load(here, false));
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#cell a[data-panel]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.dataset.panel === "close") return close();
    layout.moveTo(layout.row, layout.col + (link.dataset.panel === "after" ? 1 : -1));
    view.select();
    open({ focus: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && aside()?.contains(event.target)) close();
  });
  // Forms of evidence and comments are sent by htmx: first what was typed beside them is saved.
  document.addEventListener("htmx:confirm", (event) => {
    if (!aside()?.contains(event.target)) return;
    event.preventDefault();
    leave();
    sync.flush().then(() => event.detail.issueRequest(true));
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!here || detail.target.id !== "cell" || !aside()) return;
    restore(aside());
    sync.look();
  });
  addEventListener("pagehide", () => leave());

  return { open, adopt, close, follow, show, settled, get here() { return here; } };
}
