// After a swap: the focus goes to what is wrong or to what is new, and the change is said once.
import { on, say } from "./dom.js";

function focusOn(element) {
  if (!element.matches("a[href],button,input,select,textarea,[tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: element.tabIndex === -1 && !element.matches("[data-errors]") });
}

function settled(event) {
  const fresh = (event.detail.newContent ?? []).filter((each) => each.nodeType === 1);
  if (!fresh.length || fresh[0].closest("#toast")) return;
  const wrong = fresh.map((each) => (each.matches("[data-errors]") ? each : each.querySelector("[data-errors]"))).find(Boolean);
  if (wrong) {
    focusOn(wrong);
    return; // the focus reads it out
  }
  if (document.activeElement === document.body || document.activeElement === null) {
    focusOn(fresh[0].querySelector("[autofocus]") ?? fresh[0]);
  }
  const words = fresh[0].dataset.says ?? fresh[0].querySelector("[data-says]")?.dataset.says;
  say(words ?? `${fresh[0].querySelector("h1,h2,h3")?.textContent ?? "Page"}: updated`);
}

function showTab() {
  const tab = document.querySelector(".tabs [aria-current]");
  const row = tab?.closest(".tabs");
  if (row) row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - row.clientWidth / 3;
}

// An error leads to its field, and leaves the address alone: else the page that comes after would open there.
function leadToErrors() {
  on("click", ".errsum a[href^='#']", (link, event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

// Opening such a part means to fill it in; and what opens below the edge of the screen is brought into it.
function startFocuses() {
  on("click", "details[data-focuses] > summary", (summary) => setTimeout(() => {
    if (summary.parentElement.open) summary.parentElement.querySelector("input:not([type=hidden])")?.focus();
  }));
  on("click", ".tl summary", (summary) => setTimeout(() => summary.parentElement.scrollIntoView({ block: "nearest" })));
}

export function startFocus() {
  startFocuses();
  leadToErrors();
  showTab();
  document.addEventListener("htmx:after:settle", settled);
  document.querySelector("[data-errors]")?.focus();
}
