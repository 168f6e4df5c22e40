// Sends edits as soon as they are made, again and again until the server has answered, and asks what others did.
import { livingTabs, nameTab, openStore } from "./store.js";

const PAUSE = 250;
const POLL = 2500;
const LONGEST_WAIT = 30000;
const MOST = 500;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Sync extends EventTarget {
  entries = new Map();
  revisions = new Map();
  state = "idle";
  #failures = 0;
  #tab = nameTab();

  constructor({ urls, csrf, scope, revision }) {
    super();
    Object.assign(this, { urls, csrf, scope, revision });
    addEventListener("online", () => this.#again());
    addEventListener("offline", () => this.#say("offline"));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush({ keepalive: true }) : this.#again()));
  }

  /** What an earlier tab could not send is sent now; returns those entries. */
  async start() {
    this.store = await openStore(this.scope);
    const alive = await livingTabs();
    const left = (await this.store.all()).filter((entry) => !alive.has(entry.tab));
    for (const entry of left) this.entries.set(entry.key, { ...entry, tab: this.#tab, conflict: false });
    await this.store.put([...this.entries.values()]);
    this.#poll();
    if (this.entries.size) this.flush();
    return left;
  }

  key(element, place) {
    return `${this.scope}|${element}|${place}`;
  }

  isWaiting(element, place) {
    return this.entries.has(this.key(element, place));
  }

  /** Texts of a cell that the server has not got yet. */
  unsent(element, place) {
    return this.entries.get(this.key(element, place))?.more;
  }

  get waiting() {
    return this.entries.size;
  }

  /** `was` is the score before the first of these edits, null for not assessed; `back` undoes a clearing. */
  edit(changes) {
    for (const { e, p, s, k, more, was, back } of changes) {
      const key = this.key(e, p);
      const old = this.entries.get(key);
      const seen = was === null ? 0 : Math.max(this.revision, this.revisions.get(key) ?? 0);
      this.entries.set(key, {
        ...(old ?? { key, scope: this.scope, e, p, seen, sending: null, conflict: false }),
        tab: this.#tab, s, k, more: { ...old?.more, ...more }, back: s !== null && Boolean(back ?? old?.back),
      });
    }
    this.#keep(changes.map(({ e, p }) => this.entries.get(this.key(e, p))));
    this.#say("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  #keep(entries) {
    this.store?.put(entries).catch(() => {});
  }

  #say(state, detail = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, waiting: this.waiting, ...detail } }));
  }

  #again() {
    this.#failures = 0;
    this.flush();
    this.#poll();
  }

  /** One sending at a time, across the tabs of this browser too. */
  async flush({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending || !this.store) return this.sending;
    const go = () => this.#send(keepalive);
    this.sending = navigator.locks ? navigator.locks.request(`send-${this.scope}`, go) : go();
    const more = await this.sending.finally(() => (this.sending = null));
    return more ? this.flush() : undefined;
  }

  /** Sends what waits; true when there is more at once. */
  async #send(keepalive) {
    const batch = [...this.entries.values()].filter((entry) => !entry.conflict).slice(0, MOST);
    if (!batch.length) return false;
    for (const entry of batch) entry.sending ??= { s: entry.s, k: entry.k, more: entry.more, seen: entry.seen, back: entry.back };
    await this.store.put(batch).catch(() => {});
    const edits = batch.map(({ e, p, sending }) => ({ e, p, s: sending.s, k: sending.k, r: sending.seen, ...(sending.back && { back: true }), ...sending.more }));
    const answer = await this.#ask(this.urls.save, { method: "POST", body: JSON.stringify({ edits }), keepalive });
    if (!answer) return false;
    this.#take(batch, answer);
    return [...this.entries.values()].some((entry) => !entry.conflict);
  }

  #take(batch, { cells, conflicts, faults, revision }) {
    const now = new Map(cells.map((cell) => [this.key(cell.e, cell.p), cell]));
    const gone = new Set(faults.map(({ e, p }) => this.key(e, p)));
    for (const entry of batch) {
      const { key, sending } = entry;
      const cell = now.get(key);
      const isLast = same([entry.s, entry.k, entry.more], [sending.s, sending.k, sending.more]);
      entry.sending = null;
      if (cell) {
        this.revisions.set(key, cell.r);
        entry.seen = cell.s === null ? 0 : cell.r;
        if (isLast) gone.add(key);
      }
    }
    for (const conflict of conflicts) {
      const entry = this.entries.get(this.key(conflict.e, conflict.p));
      if (entry) entry.conflict = true;
    }
    for (const key of gone) this.entries.delete(key);
    this.store.remove([...gone]).catch(() => {});
    this.#keep(batch.filter((entry) => !gone.has(entry.key)));
    this.#say(this.waiting ? "saving" : "saved");
    this.dispatchEvent(new CustomEvent("saved", { detail: { cells, conflicts, faults, revision } }));
  }

  /** Of both values one's own: sent once more, now with the other seen. */
  keepMine(e, p, theirs) {
    const entry = this.entries.get(this.key(e, p));
    if (!entry) return;
    Object.assign(entry, { conflict: false, seen: theirs.r, sending: null });
    this.#keep([entry]);
    this.flush();
  }

  takeTheirs(e, p, theirs) {
    const key = this.key(e, p);
    this.entries.delete(key);
    this.revisions.set(key, theirs.r);
    this.store.remove([key]).catch(() => {});
    this.#say(this.waiting ? "saving" : "saved");
  }

  async discard() {
    await this.store.remove([...this.entries.keys()]);
    this.entries.clear();
  }

  /** The answer as data; null when there is none for now, or nothing new. */
  async #ask(url, options = {}) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.csrf };
    try {
      const response = await fetch(url, { ...options, headers, redirect: "manual", signal: AbortSignal.timeout(20000) });
      if (response.status === 204) return this.#reached(null);
      if (response.ok) return this.#reached(await response.json());
      if (response.status >= 500 || response.status === 429) throw new Error(response.status);
      await this.#refused(response);
    } catch {
      this.#lost();
    }
    return null;
  }

  #reached(data) {
    this.#failures = 0;
    if (this.state === "offline" || this.state === "refused") this.#say(this.waiting ? "saving" : "saved");
    return data;
  }

  async #refused(response) {
    const body = await response.json().catch(() => ({}));
    const state = response.type === "opaqueredirect" || response.status === 401 ? "signedOut" : "refused";
    this.#say(state, { message: body.message ?? "" });
    this.#retry();
  }

  #lost() {
    this.#say("offline");
    this.#retry();
  }

  #retry() {
    this.#failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1)));
  }

  /** Asks every few seconds while the page is looked at. */
  async #poll() {
    clearTimeout(this.polling);
    if (document.hidden) return;
    await this.look();
    clearTimeout(this.polling);
    this.polling = setTimeout(() => this.#poll(), Math.min(LONGEST_WAIT, POLL * 2 ** Math.min(this.#failures, 3)));
  }

  async look() {
    const changes = await this.#ask(`${this.urls.data}?since=${this.revision}`);
    if (!changes) return;
    this.revision = changes.revision;
    this.dispatchEvent(new CustomEvent(changes.reload ? "reload" : "changes", { detail: changes }));
  }
}
