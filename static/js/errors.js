// A form that came back: the summary of what to correct takes the focus.
function focusSummary(root) {
  root.querySelector("[data-error-summary]:not(.example *)")?.focus();
}

document.addEventListener("DOMContentLoaded", () => focusSummary(document));
document.addEventListener("htmx:afterSwap", ({ target }) => focusSummary(target));

// A link of the summary leads to its field with the label in sight, not only the input.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  (field.closest("[id^='div_id_']") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
