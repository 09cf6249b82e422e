// Small things that the other modules share.

// Calls `handle(element, event)` for events on what matches now or later.
export function on(name, selector, handle, capture = false) {
  document.addEventListener(name, (event) => {
    const found = event.target.closest?.(selector);
    if (found) handle(found, event);
  }, capture);
}

// A copy of what stands in <template id="…">.
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

// Shows what only makes sense with JavaScript.
export function reveal(root, selector) {
  for (const each of root.querySelectorAll(selector)) each.hidden = false;
}

// Calls `handle` with the page now, and with every new part that htmx brings.
export function everywhere(handle) {
  handle(document);
  document.addEventListener("htmx:after:settle", (event) => {
    for (const each of event.detail.newContent ?? []) if (each.parentNode) handle(each.parentNode);
  });
}

// Storage that may be full or forbidden.
export function kept(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

export function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch { return false; }
}

// Tells a screen reader, without moving the focus.
export function say(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60);
}
