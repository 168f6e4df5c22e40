// The state of the saving in words, who has changed what, and how far the matrix is.
export function statusLine({ sync, words, layout }) {
  const line = document.querySelector("[data-save-state]");
  const progress = document.querySelector("[data-assessed-count]");
  const alert = document.querySelector("[data-save-alert]");

  function say(text) {
    if (line && line.textContent !== text) line.textContent = text;
  }

  sync.addEventListener("state", ({ detail: { state, waiting, message } }) => {
    document.documentElement.dataset.saving = state;
    if (alert) alert.hidden = !["refused", "signedOut"].includes(state) || !waiting;
    if (state === "saving") say(words.say("saving"));
    if (state === "saved") say(words.say("saved", { at: words.clock() }));
    if (state === "offline") say(waiting ? words.say("offline", { n: waiting }) : words.say("noConnection"));
    if (state === "signedOut") say(words.say("signedOut", { n: waiting }));
    if (state === "refused") say(`${message || words.say("refused")} ${waiting ? words.say("kept", { n: waiting }) : ""}`.trim());
  });
  alert?.querySelector("button")?.addEventListener("click", () => sync.discard().then(() => location.reload()));
  addEventListener("beforeunload", (event) => {
    if (sync.waiting && !sync.store?.keeps) event.preventDefault();
  });

  return {
    progress() {
      const { assessed, scoredCount, inScope } = layout.model;
      if (progress) progress.textContent = words.say("assessed", { done: words.number(assessed), all: words.number(scoredCount * inScope) });
    },
  };
}

/** Polite announcements, one at a time; the same text twice is heard twice. */
export function announcer(region) {
  let last = "";
  return (text) => {
    if (!text) return;
    last = text === last ? `${text}\u00a0` : text;
    region.textContent = last;
  };
}
