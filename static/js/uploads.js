// A form with files, sent by htmx: says how much has arrived. Words and numbers are in the page's language.
const megabytes = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const size = (bytes) => `${megabytes.format(bytes / 1e6)}\u00a0MB`;

function line(form) {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  const list = document.createElement("ul");
  list.className = "uploads";
  list.dataset.uploading = "";
  const item = list.appendChild(document.createElement("li"));
  const name = item.appendChild(document.createElement("span"));
  name.className = "file";
  name.textContent = files.map((file) => file.name).join(", ");
  const bar = item.appendChild(document.createElement("progress"));
  bar.className = "progress-line";
  bar.max = 100;
  bar.setAttribute("aria-label", name.textContent);
  const note = item.appendChild(document.createElement("p"));
  note.className = "note";
  form.querySelector(".form-actions")?.before(list);
  return list;
}

document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  if (!target.matches?.("[data-upload]") || !detail.lengthComputable) return;
  const list = target.querySelector("[data-uploading]") ?? line(target);
  list.querySelector("progress").value = (100 * detail.loaded) / detail.total;
  const words = detail.loaded < detail.total ? target.dataset.upload : target.dataset.uploadDone;
  list.querySelector(".note").textContent = words.replace("%1", size(detail.loaded)).replace("%2", size(detail.total));
});

// The line broke: what was chosen is still there, only the send button has to be pressed again.
document.addEventListener("htmx:sendError", ({ target }) => target.querySelector?.("[data-uploading]")?.remove());
