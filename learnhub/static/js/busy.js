// A button that sends says so and cannot be pressed twice. It comes back when the answer is there.
import { fromTemplate, on } from "./dom.js";

const LONGEST = 20000; // a download leaves the page where it is: then the button comes back after this

function begin(form, button) {
  form.dataset.sending = "";
  if (!button || button.getAttribute("aria-busy")) return;
  button.busyBefore = [...button.childNodes];
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  button.querySelector(".icon")?.remove();
  if (button.dataset.busy) button.replaceChildren(button.dataset.busy);
  button.prepend(fromTemplate("t-busy"));
  setTimeout(() => release(form), LONGEST);
}

export function release(form) {
  delete form.dataset.sending;
  for (const button of form.elements) { // those that lie elsewhere as well
    if (!button.getAttribute("aria-busy")) continue;
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
    button.style.minWidth = "";
    if (button.busyBefore) button.replaceChildren(...button.busyBefore);
  }
}

const byHtmx = (form) => form.matches("[data-hx-post],[data-hx-put],[data-hx-patch],[data-hx-delete]");

const formOf = (element) => element?.form ?? element?.closest?.("form");

export function startBusy() {
  // The second press of a double press is not meant for what the first one has brought there.
  on("click", "form[method=post] button, button[form]", (button, event) => {
    if (event.detail < 2) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // htmx hears of the press itself
  }, true);
  on("submit", "form", (form, event) => {
    if ("sending" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  on("submit", "form", (form, event) => {
    if (form.method !== "post" || (event.defaultPrevented && !byHtmx(form))) return;
    setTimeout(() => begin(form, event.submitter)); // after the browser has read the form
  });
  document.addEventListener("htmx:before:request", (event) => {
    const button = event.detail.ctx?.sourceElement;
    if (button?.matches("button[form]")) setTimeout(() => begin(button.form, button)); // it sends a form of others
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const form = formOf(event.target) ?? formOf(event.detail.ctx?.sourceElement);
    if (form) setTimeout(() => release(form), 1);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) release(form);
  });
}
