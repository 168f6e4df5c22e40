// The grid of a matrix. The page gives addresses, rights and texts as JSON; see docs/howto/use-the-grid.md.
import { conflicts } from "./conflict.js";
import { Editor } from "./editor.js";
import { bindClipboard, bindKeyboard } from "./keyboard.js";
import { Layout } from "./layout.js";
import { KINDS, Model, NONE, unpack } from "./model.js";
import { cellPanel } from "./panel.js";
import { bindPointer } from "./pointer.js";
import { announcer, statusLine } from "./status.js";
import { Sync } from "./sync.js";
import { bindTools } from "./tools.js";
import { View } from "./view.js";
import { Words } from "./words.js";

const NO_PANEL = { open() {}, adopt() {}, close() {}, follow() {}, show() {}, settled() {} };

async function read(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

async function start(root) {
  const settings = JSON.parse(document.getElementById(root.dataset.settings).textContent);
  const [data, texts] = await Promise.all([read(settings.urls.data), read(settings.urls.words)]);
  const words = new Words(texts.words, texts.scores, texts.kinds);
  const layout = new Layout(new Model(data));
  for (const number of settings.openGoals ?? []) {
    const goal = layout.model.goals.find((one) => one.number === number);
    if (goal) layout.openGoal(goal.index, true);
  }
  const announce = announcer(root.querySelector("[data-announce]"));
  const view = new View(root.querySelector("[data-frame]"), layout, { ...settings, words });
  const sync = new Sync({ ...settings, revision: layout.model.revision });
  const editor = new Editor({ layout, view, sync, words, announce, editable: settings.editable });
  const panel = settings.urls.panel ? cellPanel({ view, layout, sync, editor, words, urls: settings.urls, announce }) : NO_PANEL;
  const status = statusLine({ sync, words, layout });

  function refold(change) {
    change();
    view.relayout();
    view.select();
    return true;
  }

  function show(element, place) {
    if (!goTo(layout, element, place)) return false;
    view.relayout();
    view.select();
    panel.open({ focus: true });
    return true;
  }

  const suggest = suggester({ layout, show, sync, words, announce, url: settings.editable && settings.urls.suggestions });
  const tools = bindTools({ root, layout, editor, refold, view, announce, words, suggest });
  bindKeyboard({ view, layout, editor, panel, announce, words, help: tools.help, refold, suggest });
  bindClipboard({ view, editor });
  bindPointer({ view, layout, panel, refold });
  follow({ layout, view, sync, words, announce, panel, status, editor, settings });
  swapIn(root);
  if (document.querySelector("form.toolbar")) tools.find();
  view.relayout();
  status.progress();
  goToAsked({ layout, view, panel });
  bindLinks({ show });
  const left = await sync.start();
  showLeft(left, { layout, view, announce, words });
}

/** The table that the server made gives way. */
function swapIn(root) {
  root.hidden = false;
  document.querySelector("[data-grid-static]")?.setAttribute("hidden", "");
}

/** `?cell=B1.2:11.2` of a link, as in the list of what is missing. */
function goToAsked({ layout, view, panel }) {
  const [, element, place] = /^(.+):([^:]+)$/.exec(new URLSearchParams(location.search).get("cell") ?? "") ?? [];
  if (element && goTo(layout, element, place)) {
    view.relayout();
    view.select();
    if (document.getElementById("cell")) panel.adopt();
    else panel.open({ focus: true });
  } else view.select({ scroll: false });
}

function goTo(layout, element, place) {
  const index = layout.model.byPlace.get(place);
  if (index === undefined || !layout.model.byElement.has(element)) return false;
  if (layout.model.hasTargets) layout.openGoal(layout.model.places[index].goal, true);
  for (let at = layout.model.byElement.get(element); at >= 0; at = layout.model.elements[at].parent) layout.folded.delete(at);
  layout.rebuild();
  const row = layout.rows.findIndex(({ code }) => code === element);
  layout.moveTo(row, layout.cols.findIndex(({ code }) => code === place));
  return row >= 0;
}

/** Links of the list of what is missing, and of suggestions, go to their cell without a reload. */
function bindLinks({ show }) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#check a[href*='cell='], #cell a[data-cell]");
    if (!link || event.ctrlKey || event.metaKey) return;
    const [, element, place] = /^(.+):([^:]+)$/.exec(new URL(link.href).searchParams.get("cell") ?? "") ?? [];
    if (element && show(element, place)) event.preventDefault();
  });
}

/** To the best suggestion for the row, in its panel; again after it is accepted or set aside, to the next. */
function suggester({ layout, show, sync, words, announce, url }) {
  return async () => {
    const row = layout.rows[layout.row];
    if (!row?.scored || !url) return announce(words.say("sumsOnly"));
    await sync.flush();
    const [best] = await read(`${url}?element=${encodeURIComponent(row.code)}`).catch(() => [{}]);
    if (!best) return announce(words.say("nothingSuggested"));
    return best.target ? show(row.code, best.target) : announce(words.say("panelOffline"));
  };
}

/** Edits of a tab that was closed are shown again while they are being sent. */
function showLeft(left, { layout, view, announce, words }) {
  const cells = left.map((entry) => [layout.model.byElement.get(entry.e), layout.model.byPlace.get(entry.p), entry]);
  const known = cells.filter(([element, place]) => element !== undefined && place !== undefined);
  for (const [element, place, { s, k }] of known) layout.model.set(element, place, { score: s ?? NONE, kind: Math.max(KINDS.indexOf(k), 0) });
  view.refresh(known);
  if (left.length) announce(words.say("sentLater", { n: left.length }));
}

function follow({ layout, view, sync, words, announce, panel, status, editor, settings }) {
  const settle = conflicts({ layout, view, sync, words, settled: () => panel.show() });

  sync.addEventListener("saved", ({ detail: { cells, conflicts: found, faults } }) => {
    if (found.length) settle(found);
    if (faults.length) {
      announce(words.say("faults", { n: faults.length, text: faults[0].message }));
      reload();
    }
    panel.settled(cells);
    status.progress();
    checks(settings);
  });
  sync.addEventListener("changes", ({ detail }) => {
    const changed = apply(layout.model, detail, sync, view);
    view.refresh(changed.map(({ at }) => at));
    view.relayout();
    status.progress();
    panel.show();
    const others = changed.filter(({ by }) => by);
    if (!others.length) return;
    checks(settings);
    const names = [...new Set(others.map(({ by }) => by))].join(", ");
    announce(words.say("othersChanged", { n: others.length, who: names }));
  });
  sync.addEventListener("reload", reload);
  sync.addEventListener("state", () => status.progress());

  async function reload() {
    const model = new Model(await read(settings.urls.data));
    layout.take(model);
    sync.revision = model.revision;
    editor.history = new (editor.history.constructor)();
    for (const { e, p, s, k } of sync.entries.values()) {
      const [element, place] = [model.byElement.get(e), model.byPlace.get(p)];
      if (element !== undefined && place !== undefined) model.set(element, place, { score: s ?? NONE, kind: Math.max(KINDS.indexOf(k), 0) });
    }
    view.relayout();
    view.select({ scroll: false });
    status.progress();
  }
}

/** Cells that wait to be sent keep the person's own value until the server has answered. */
function apply(model, { cells, cleared, notes }, sync, view) {
  const changed = [];
  const rows = [...cells.map(([e, p, packed, by]) => [e, p, unpack(packed), by]), ...cleared.map(([e, p, by]) => [e, p, { score: NONE, kind: 0 }, by])];
  for (const [e, p, value, by] of rows) {
    const [element, place] = [model.byElement.get(e), model.byPlace.get(p)];
    if (element === undefined || place === undefined || sync.isWaiting(e, p)) continue;
    const before = model.get(element, place);
    model.set(element, place, value);
    const isNew = before.score !== value.score || before.kind !== value.kind;
    if (isNew && by) view.tag(element, place, by);
    changed.push({ at: [element, place], by: isNew ? by : "" });
  }
  model.takeNotes(notes.map(([e, p]) => [model.byElement.get(e), model.byPlace.get(p) ?? -1]));
  return changed;
}

let later;
/** The list of what is missing follows, a little behind. */
function checks({ urls }) {
  if (!urls.checks) return;
  clearTimeout(later);
  later = setTimeout(() => window.htmx?.ajax("GET", urls.checks, { target: "#check", swap: "outerHTML" }), 1500);
}

const wide = matchMedia("(min-width: 48rem)");
function startAll() {
  if (!wide.matches) return;
  for (const root of document.querySelectorAll("[data-matrix-grid]:not([data-started])")) {
    root.dataset.started = "";
    start(root).catch((error) => console.warn(error.message));
  }
}
document.addEventListener("DOMContentLoaded", startAll);
wide.addEventListener("change", startAll);
