// Elements, made without markup: a text never becomes a tag.

export const byId = (id) => document.getElementById(id);

/** Return a new element; children are elements and texts. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

const MOMENT = 2000;
let lastSaid = -MOMENT;

/** Say something to those who cannot see it happen, after what was said a moment ago and is perhaps not read out yet. */
export function announce(text) {
  const status = byId("status");
  const now = performance.now();
  status.textContent = now - lastSaid < MOMENT ? `${status.textContent}. ${text}` : text;
  lastSaid = now;
}

/** Return a button that copies a text. */
export function copyButton(text, what) {
  const button = make("button", { type: "button", class: "quiet", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
      announce(`Copied ${what}`);
    } catch {
      button.textContent = "Cannot copy";
      announce("The browser does not let this page copy; select the text instead");
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  return button;
}
