// When htmx gets no answer, say so where messages stand. Words come from the page, in its language.
function say(box, text) {
  const note = document.createElement("div");
  note.className = "alert alert-danger";
  note.setAttribute("role", "alert");
  note.textContent = text;
  box.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

for (const [event, words] of [["htmx:sendError", "offline"], ["htmx:timeout", "offline"], ["htmx:responseError", "failed"]]) {
  document.addEventListener(event, () => {
    const box = document.getElementById("messages");
    if (box) say(box, box.dataset[words]);
  });
}

// A passkey that could not be read; the person may also have changed their mind.
document.addEventListener("allauth.error", (event) => {
  const box = document.getElementById("messages");
  if (!box) return;
  event.preventDefault();
  say(box, box.dataset.keyFailed);
});
