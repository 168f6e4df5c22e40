// Asks an address again and again: once a second while it answers, ever slower while it does not, not at
// all while the page is hidden. Weak lines lose requests; each has a limit, so that one of them never blocks.
const EVERY = 1000;
const SLOWEST = 8000;
// A question is short: one that hangs is better asked again than waited for. Edits may take longer.
const ASKING = 4000;
const SENDING = 12000;

async function once(address, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), options.method === "POST" ? SENDING : ASKING);
  try {
    return await fetch(address, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

/** A kept connection may be closed just as it is used, so one failure is tried again before it counts. */
export async function ask(address, options = {}) {
  try {
    return await once(address, options);
  } catch (error) {
    if (!navigator.onLine || error.name === "AbortError") throw error;
    return once(address, options);
  }
}

/** `step` resolves to false when nothing came back. The returned function asks at once. */
export function poll(step) {
  let wait = EVERY;
  let failures = 0;
  let timer = 0;
  let running = false;
  let again = false;
  async function run() {
    clearTimeout(timer);
    if (document.hidden) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    const answered = await step();
    running = false;
    failures = answered ? 0 : failures + 1;
    wait = failures < 2 ? EVERY : Math.min(wait * 2, SLOWEST);
    timer = setTimeout(run, again ? 0 : wait * (0.9 + Math.random() * 0.2));
    again = false;
  }
  document.addEventListener("visibilitychange", run);
  window.addEventListener("online", run);
  run();
  return run;
}

export const scoreText = (score) => (score > 0 ? `+${score}` : String(score).replace("-", "−"));
export const look = (score) => (score ? `${score > 0 ? "p" : "n"}${Math.abs(score)}` : "z");
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

export function mark(score, text = scoreText(score)) {
  const span = document.createElement("span");
  span.className = `heat ${look(score)}`;
  span.textContent = text;
  return span;
}

const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const exact = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
export const timeText = (moment = new Date(), seconds = false) => (seconds ? exact : clock).format(moment);
