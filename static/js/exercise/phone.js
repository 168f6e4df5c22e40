// Scores an exercise on a phone: shows one element after the other without loading a page, sends each edit at
// once, keeps what cannot be sent, and shows what the others of the group have changed.
import { FormerGroups, postEdits } from "./former.js";
import { Outbox } from "./outbox.js";
import { ask, fill, poll, scoreText, timeText } from "./polling.js";

const data = JSON.parse(document.getElementById("fill-data").textContent);
const { words, urls } = data;
const form = document.querySelector("[data-fill]");
const find = (name) => document.querySelector(`[data-${name}]`);
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const elements = data.elements.map(([key, code, title, path, description]) => ({ key, code, title, path, description }));
const rows = new Map([...form.querySelectorAll("[data-place]")].map((row) => [row.dataset.place, row]));
const outbox = new Outbox(data.store);
const cells = new Map();
const asks = new Map();
const NOTHING = { score: null, kind: "", why: "", revision: 0, member: "" };
const feed = [];
let here = elements.findIndex((element) => element.key === data.here);
let known = data.now.known;
let now = data.now;
let problem = "";
let savedAt = null;
let gone = false;

const at = (element, place) => `${element}:${place}`;
const codeOf = (key) => elements.find((element) => element.key === key)?.code ?? "";
const server = (cell) => cells.get(cell) ?? NOTHING;
const shown = (cell) => outbox.wanted(cell) ?? server(cell);
for (const [element, place, score, kind, why, revision, member] of data.cells) {
  cells.set(at(element, place), { score, kind, why, revision, member });
}

// Drawing ---------------------------------------------------------------------------------------

function drawRow(place) {
  const row = rows.get(place);
  const cell = at(elements[here].key, place);
  const value = shown(cell);
  const score = value.score === null ? "" : String(value.score);
  row.disabled = now.locked || gone;
  row.querySelector(`.marks input[value="${score}"]`).checked = true;
  row.querySelector(`.fill-kinds input[value="${value.kind || "DIRECT"}"]`).checked = true;
  const why = row.querySelector("textarea");
  if (document.activeElement !== why) why.value = value.why ?? "";
  if (why.value) why.closest("details").open = true;
  const by = row.querySelector("[data-by]");
  const other = !outbox.wanted(cell) && value.member && value.member !== now.name;
  by.hidden = !other;
  by.textContent = other ? fill(words.by, { name: value.member }) : "";
  drawAsk(row, cell);
}

function drawAsk(row, cell) {
  const question = asks.get(cell);
  const box = row.querySelector("[data-ask]");
  row.classList.toggle("is-conflict", Boolean(question));
  box.hidden = !question;
  box.replaceChildren();
  if (!question) return;
  const told = document.createElement("p");
  if (question.detail) told.textContent = question.detail;
  else {
    const mine = outbox.wanted(cell)?.score ?? null;
    told.textContent = fill(words.conflict, { mine: wordOf(mine), theirs: wordOf(question.score), name: question.member || words.someone });
    box.append(told, choice(words.keepMine, () => keepMine(cell, question)), " ", choice(words.takeTheirs, () => takeTheirs(cell, question)));
    return;
  }
  box.append(told);
}

const wordOf = (score) => (score === null ? words.blank : `${scoreText(score)} ${words.scores[score]}`);

function choice(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function keepMine(cell, question) {
  const mine = outbox.wanted(cell);
  asks.delete(cell);
  outbox.put(cell, { ...mine, seen: question.revision });
  drawAll();
  send();
}

function takeTheirs(cell) {
  asks.delete(cell);
  outbox.drop(cell);
  drawAll();
  send();
}

function drawAll() {
  for (const place of rows.keys()) drawRow(place);
  drawCounts();
  drawNet();
}

function drawCounts() {
  let total = 0;
  const done = new Map();
  for (const element of elements) {
    const count = data.places.filter((place) => shown(at(element.key, place)).score !== null).length;
    done.set(element.key, count);
    total += count;
  }
  for (const link of document.querySelectorAll("[data-element]")) {
    link.querySelector("[data-count]").textContent = fill(words.progress, { done: done.get(Number(link.dataset.element)), total: data.places.length });
  }
  for (const goal of form.querySelectorAll(".fill-goal")) {
    const places = [...goal.querySelectorAll("[data-place]")].map((row) => row.dataset.place);
    const count = places.filter((place) => shown(at(elements[here].key, place)).score !== null).length;
    goal.querySelector("[data-goal-count]").textContent = fill(words.progress, { done: count, total: places.length });
  }
  find("bar").value = total;
  find("progress").textContent = fill(words.progress, { done: total, total: elements.length * data.places.length });
}

function drawNet() {
  const net = find("net");
  const count = outbox.size;
  const text = netText(count);
  if (net.textContent !== text) net.textContent = text;
  net.classList.toggle("is-waiting", Boolean(problem) || now.locked || gone);
  const left = find("left");
  if (left && now.left !== null) left.textContent = now.left ? fill(words.left, { minutes: now.left }) : words.over;
}

function netText(count) {
  if (gone) return words.removed;
  if (problem === "offline") return `${count ? fill(words.offline, { count }) : words.offlineNone}${outbox.keeps ? "" : ` ${words.noStore}`}`;
  if (problem === "broken") return fill(words.broken, { count });
  if (now.state === "ENDED" || now.state === "MERGED") return count ? fill(words.endedWaiting, { count }) : words.ended;
  if (now.locked) return count ? fill(words.lockedWaiting, { count }) : words.locked;
  if (count > asks.size) return words.saving;
  return savedAt ? fill(words.saved, { time: timeText(savedAt) }) : "";
}

function drawFeed() {
  const box = find("feed");
  box.hidden = !feed.length;
  box.querySelector("ul").replaceChildren(
    ...feed.map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }),
  );
}

// Going from element to element -----------------------------------------------------------------

function go(index, { push = true } = {}) {
  here = Math.max(0, Math.min(index, elements.length - 1));
  const element = elements[here];
  find("path").textContent = element.path;
  find("title").replaceChildren(codeMark(element.code), ` ${element.title}`);
  find("description").textContent = element.description;
  find("description").hidden = !element.description;
  const how = find("how");
  if (how) how.hidden = here !== 0;
  form.querySelector("[data-go=previous]").hidden = here === 0;
  form.querySelector("[data-go=next]").hidden = here === elements.length - 1;
  for (const link of document.querySelectorAll("[data-element]")) {
    const current = Number(link.dataset.element) === element.key;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  find("position").textContent = fill(words.position, { number: here + 1, total: elements.length });
  document.title = `${element.code} ${element.title}`;
  if (push) history.pushState({ element: element.key }, "", urls.element.replace("ELEMENT", encodeURIComponent(element.code)));
  for (const row of rows.values()) {
    row.querySelector("details").open = false;
    row.classList.remove("is-new");
  }
  drawAll();
}

function codeMark(code) {
  const span = document.createElement("span");
  span.className = "num";
  span.textContent = code;
  return span;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const step = { next: 1, previous: -1 }[event.submitter?.dataset.go];
  if (!step) return;
  go(here + step);
  find("title").focus({ preventScroll: true });
  window.scrollTo(0, 0);
});
document.querySelector("[data-elements]").addEventListener("click", (event) => {
  const link = event.target.closest("[data-element]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  link.closest("details").open = false;
  go(elements.findIndex((element) => element.key === Number(link.dataset.element)));
  find("title").focus({ preventScroll: true });
  window.scrollTo(0, 0);
});
window.addEventListener("popstate", ({ state }) => {
  const index = elements.findIndex((element) => element.key === (state?.element ?? data.here));
  if (index >= 0) go(index, { push: false });
});

// Editing ---------------------------------------------------------------------------------------

form.addEventListener("change", ({ target }) => {
  const row = target.closest("[data-place]");
  if (!row) return;
  const place = row.dataset.place;
  const cell = at(elements[here].key, place);
  const chosen = row.querySelector(".marks input:checked").value;
  const score = chosen === "" ? null : Number(chosen);
  outbox.put(cell, {
    element: elements[here].code,
    place,
    score,
    kind: score ? row.querySelector(".fill-kinds input:checked").value : "",
    why: score === null ? "" : row.querySelector("textarea").value.trim(),
    seen: asks.get(cell)?.revision ?? outbox.sent.get(cell)?.seen ?? outbox.waiting.get(cell)?.seen ?? server(cell).revision,
  });
  asks.delete(cell);
  drawRow(place);
  drawCounts();
  drawNet();
  send();
});

// The line --------------------------------------------------------------------------------------

let sending = false;

async function send() {
  if (sending || gone || now.locked) return;
  const batch = outbox.batch(asks);
  if (!batch.length) return;
  sending = true;
  const sent = await post(batch);
  sending = false;
  drawAll();
  if (sent && outbox.batch(asks).length) send();
}

async function post(batch) {
  let response;
  try {
    response = await postEdits(urls.edits, token, batch, data.now.group);
    if (response.status === 404) return leave();
    if (response.status === 409) return refused(await response.json());
    if (!response.ok) throw new Error(response.status);
    take(await response.json());
  } catch {
    problem = response ? "broken" : "offline";
    return false;
  }
  problem = "";
  savedAt = new Date();
  return true;
}

function refused({ code }) {
  outbox.giveBack();
  problem = "";
  if (code === "exercise_member_removed") gone = true;
  else now.locked = true;
  look();
  return false;
}

function take({ done, conflicts, faults }) {
  for (const [key, revision] of Object.entries(done)) {
    const cell = outbox.cellOf(key);
    if (!cell) continue;
    const { score, kind, why } = outbox.sent.get(cell);
    if (revision >= server(cell).revision) cells.set(cell, { score, kind, why, revision: score === null ? 0 : revision, member: "" });
    outbox.done(cell, score === null ? 0 : revision);
  }
  for (const conflict of conflicts) {
    const cell = outbox.cellOf(conflict.key);
    if (!cell) continue;
    cells.set(cell, { score: conflict.score, kind: conflict.kind, why: conflict.why, revision: conflict.revision, member: conflict.member });
    if (!outbox.waiting.has(cell)) outbox.waiting.set(cell, outbox.sent.get(cell));
    outbox.sent.delete(cell);
    asks.set(cell, conflict);
  }
  for (const { key, detail } of faults) {
    const cell = outbox.cellOf(key);
    if (!cell) continue;
    outbox.drop(cell);
    asks.set(cell, { detail });
  }
  outbox.keep();
}

function leave() {
  gone = true;
  drawAll();
  return false;
}

function news([element, place, score, kind, why, revision, member]) {
  const cell = at(element, place);
  if (revision <= server(cell).revision) return;
  const before = server(cell);
  const own = member === now.name && before.score === score;
  cells.set(cell, { score, kind, why, revision: score === null ? 0 : revision, member: own ? "" : member });
  if (own || before.score === score) return;
  feed.unshift(fill(words.feed, { name: member, place, element: codeOf(element), score: wordOf(score) }));
  feed.length = Math.min(feed.length, 4);
  const row = elements[here].key === element && rows.get(place);
  if (!row || outbox.wanted(cell)) return;
  row.classList.add("is-new");
  setTimeout(() => row.classList.remove("is-new"), 2500);
}

/** The page of now: what was typed goes into the store first, or out at once where there is none. */
async function begin() {
  document.activeElement?.blur?.();
  if (!outbox.keeps) await post(outbox.batch(asks));
  location.reload();
}

async function step() {
  if (gone) return false;
  let answer;
  try {
    const response = await ask(`${urls.state}?since=${known}`);
    if (response.status === 404) return leave();
    if (!response.ok) throw new Error(response.status);
    answer = await response.json();
  } catch {
    problem = "offline";
    drawNet();
    return false;
  }
  if (answer.reload || answer.group !== data.now.group) {
    await begin();
    return true;
  }
  const changed = answer.edits.length || answer.locked !== now.locked || problem;
  problem = "";
  known = answer.known;
  now = answer;
  answer.edits.forEach(news);
  if (answer.edits.length) drawFeed();
  if (changed) drawAll();
  else drawNet();
  send();
  former.send();
  return now.state !== "ENDED" && now.state !== "MERGED";  // then there is no hurry any more
}

find("save").hidden = true;
history.replaceState({ element: data.here }, "");
drawAll();
const former = new FormerGroups(data, find("former"), { post: (batch, group) => postEdits(urls.edits, token, batch, group), wordOf });
const look = poll(step);
window.addEventListener("offline", () => {
  problem = "offline";
  drawNet();
});
window.addEventListener("pagehide", () => {
  document.activeElement?.blur?.(); // what is still being typed counts as chosen
  outbox.keep();
});
