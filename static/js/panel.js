// A panel that was swapped in beside its list takes the focus at its heading.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  const panel = target.matches(".panel") ? target : target.querySelector(".panel");
  panel?.querySelector("h2[tabindex]")?.focus({ preventScroll: true });
});
