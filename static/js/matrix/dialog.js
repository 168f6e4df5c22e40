// Questions to the person: a heading, lines of text and buttons. Escape is the last button.
export function ask({ title, lines, buttons, list = [] }) {
  const box = document.createElement("dialog");
  box.className = "grid-dialog";
  box.setAttribute("aria-labelledby", "grid-dialog-h");
  const heading = add(box, "h2", title);
  heading.id = "grid-dialog-h";
  for (const line of lines) add(box, "p", line);
  if (list.length) {
    const items = add(box, "ul", "");
    for (const line of list) add(items, "li", line);
  }
  const row = add(box, "div", "");
  row.className = "cluster mt-3";
  const before = document.activeElement;
  document.body.append(box);
  return new Promise((resolve) => {
    const close = (answer) => {
      box.close();
      box.remove();
      before?.focus?.({ preventScroll: true });
      resolve(answer);
    };
    buttons.forEach(([answer, text], at) => {
      const button = add(row, "button", text);
      button.type = "button";
      button.className = `btn ${at ? "btn-secondary" : "btn-primary"}`;
      button.addEventListener("click", () => close(answer));
    });
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(buttons.at(-1)[0]);
    });
    box.showModal();
  });
}

function add(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
