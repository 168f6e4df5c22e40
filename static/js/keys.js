// A link or button with data-key="j" is pressed by that key, but not while somebody writes.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.key === "Enter") return;
  if (event.target.closest?.("input, select, textarea, [contenteditable], [role='grid']")) return;
  const goal = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!goal) return;
  event.preventDefault();
  goal.click();
});
