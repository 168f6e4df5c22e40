// The bulk bar shows when rows are picked and says how many. Without script it is always there.
function refresh(bar) {
  const form = bar.closest("form");
  const picks = [...form.querySelectorAll("tbody .pick")];
  const picked = picks.filter((pick) => pick.checked);
  const all = form.querySelector("thead .pick");
  if (all) {
    all.checked = picks.length > 0 && picked.length === picks.length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
  for (const pick of picks) pick.closest("tr").classList.toggle("is-selected", pick.checked);
  const count = bar.querySelector("[data-bulk-count]");
  count.textContent = count.dataset.bulkCount.replace("%d", picked.length);
  bar.classList.toggle("is-idle", picked.length === 0);
}

function prepare(root) {
  for (const bar of root.querySelectorAll("[data-bulk]")) {
    const all = bar.closest("form").querySelector("thead .pick");
    if (all) all.hidden = false;
    refresh(bar);
  }
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".pick")) return;
  const form = target.closest("form");
  const bar = form?.querySelector("[data-bulk]");
  if (!bar) return;
  if (target.closest("thead")) {
    for (const pick of form.querySelectorAll("tbody .pick")) pick.checked = target.checked;
  }
  refresh(bar);
});
document.addEventListener("DOMContentLoaded", () => prepare(document));
document.addEventListener("htmx:afterSwap", ({ target }) => prepare(target));
