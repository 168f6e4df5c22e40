// The heat map of the room: asks once a second what is newer than it shows, and draws it.
import { ask, fill, look, mark, poll, scoreText, timeText } from "./polling.js";

const data = JSON.parse(document.getElementById("screen-data").textContent);
const { words, scores, known } = data;
const net = document.querySelector("[data-net]");
const left = document.querySelector("[data-left]");
const one = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
let lastChange = null;
let lostAt = null;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const medianText = (value) => (Number.isInteger(value) ? scoreText(value) : `${value > 0 ? "+" : ""}${one.format(value)}`.replace("-", "−"));
const tint = (value) => Math.trunc(value + Math.sign(value) / 2);

function hidden(text, className) {
  const span = document.createElement("span");
  span.textContent = text;
  if (className) span.className = className;
  else span.setAttribute("aria-hidden", "true");
  return span;
}

function draw(cell, given) {
  const values = data.only ? [given[data.only]].filter((score) => score !== undefined) : Object.values(given);
  cell.replaceChildren();
  cell.classList.remove("is-apart");
  if (!values.length) return;
  const value = median(values);
  const heat = mark(0, medianText(value));
  heat.className = `heat ${look(tint(value))}`;
  cell.append(heat);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return;
  const apart = high - low >= 2;
  cell.classList.toggle("is-apart", apart);
  const small = document.createElement("small");
  small.className = "num";
  const told = fill(words.spread, { low: scoreText(low), high: scoreText(high) });
  small.append(hidden(apart ? `${told}, ${words.discuss}` : told, "visually-hidden"), hidden(`${scoreText(low)}…${scoreText(high)}`));
  cell.append(small);
}

function flash(cell) {
  cell.classList.add("is-new");
  setTimeout(() => cell.classList.remove("is-new"), 2500);
}

function take([group, key, score]) {
  const given = (scores[key] ??= {});
  if (score === null) delete given[group];
  else given[group] = score;
  const cell = document.querySelector(`[data-cell="${CSS.escape(key)}"]`);
  if (!cell) return;
  draw(cell, given);
  if (!data.only || data.only === group) flash(cell);
}

function count() {
  for (const place of document.querySelectorAll("[data-assessed]")) {
    const group = place.dataset.assessed;
    const done = Object.entries(scores).filter(([key, given]) => group in given && document.querySelector(`[data-cell="${CSS.escape(key)}"]`)).length;
    place.textContent = fill(words.progress, { done, total: data.total });
  }
}

function say() {
  if (lostAt) net.textContent = fill(words.lost, { time: timeText(lostAt, true) });
  else net.textContent = lastChange ? fill(words.live, { time: timeText(lastChange, true) }) : words.waiting;
  net.classList.toggle("is-lost", Boolean(lostAt));
}

function tick() {
  if (!left || !data.closes) return;
  const minutes = Math.ceil((data.closes - Date.now() / 1000) / 60);
  left.textContent = minutes > 0 ? fill(words.left, { minutes }) : words.over;
}

async function step() {
  const query = Object.entries(known).map(([group, revision]) => `${group}.${revision}`).join(",");
  let answer;
  try {
    const response = await ask(`${data.url}?known=${query}`);
    if (response.redirected || response.status === 403 || response.status === 404) return location.reload();
    if (!response.ok) throw new Error(response.status);
    answer = await response.json();
  } catch {
    lostAt ??= new Date();
    say();
    return false;
  }
  lostAt = null;
  if (answer.revision !== data.revision || answer.reload) return location.reload();
  Object.assign(known, answer.known);
  answer.edits.forEach(take);
  if (answer.edits.length) {
    lastChange = new Date();
    count();
  }
  say();
  return true;
}

if (data.live) {
  say();
  setInterval(tick, 5000);
  poll(step);
}
