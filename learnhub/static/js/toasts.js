// Messages below the top bar, on phones above the navigation, where nothing is that was pressed just now. They go by themselves, but not while someone reads or reaches for one.
import { fromTemplate, on, reveal, say } from "./dom.js";

const SHORT = 8000;
const WITH_UNDO = 20000;

function arm(element) {
  reveal(element, "[data-close]");
  let timer;
  const wait = () => clearTimeout(timer);
  const go = () => {
    wait();
    if (element.matches(":hover, :focus-within")) return;
    timer = setTimeout(() => element.remove(), element.querySelector("form") ? WITH_UNDO : SHORT);
  };
  for (const name of ["mouseenter", "focusin"]) element.addEventListener(name, wait);
  for (const name of ["mouseleave", "focusout"]) element.addEventListener(name, () => setTimeout(go));
  if (!element.matches(".bad")) go(); // bad news stays until it is closed
  say(element.querySelector("p").textContent);
}

export function toast(text, bad = false) {
  const corner = document.getElementById("toast");
  for (const old of corner.querySelectorAll("p")) if (old.textContent === text) old.closest("[data-toast]").remove();
  const element = fromTemplate(bad ? "t-bad" : "t-toast");
  element.querySelector("p").textContent = text;
  corner.append(element);
}

export function startToasts() {
  const corner = document.getElementById("toast");
  for (const each of corner.children) arm(each);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const each of addedNodes) if (each.nodeType === 1 && each.matches("[data-toast]")) arm(each);
    }
  }).observe(corner, { childList: true });
  on("click", "[data-toast] [data-close]", (button) => {
    button.closest("[data-toast]").remove();
    document.getElementById("main").focus({ preventScroll: true });
  });
}
