// Keys: / search, g and a letter to go, ? for the list, arrows in lists. They can be switched off.
import { keep, kept, on } from "./dom.js";

const CHOICE = "learnhub:keys";
const LISTS = ".dues, .chal, .res, .line, .rows, .plainlist, .setup, [data-list]";
let goes = 0;

const isOn = () => (kept(CHOICE) ?? document.body.dataset.shortcuts) !== "off";
const typing = (element) => element.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable], dialog");

function move(event) {
  const find = event.target.closest(".find");
  const list = event.target.closest(LISTS) ?? find?.querySelector("[data-list]");
  const stops = [...(list?.querySelectorAll("li > a, li h3 a, li .what > a") ?? [])];
  if (find && stops.length) stops.unshift(find.querySelector("input")); // from the box to its suggestions
  const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!stops.includes(event.target) || !next) return;
  event.preventDefault();
  next.focus();
}

// A presenter's remote sends the same keys as these.
const TURNS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };

function turn(event) {
  const link = document.querySelector(`[data-turn] a[rel=${TURNS[event.key]}]`);
  if (!link || typing(event.target)) return;
  event.preventDefault();
  link.click();
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.key in TURNS) return turn(event);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return move(event);
  if (!isOn() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const going = Date.now() - goes < 1500;
  goes = 0;
  if (going) {
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      location.assign(link.href);
    }
  } else if (event.key === "g") {
    goes = Date.now();
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("keys").showModal();
  } else if (event.key === "/") {
    const box = [...document.querySelectorAll("[data-search-box]")].findLast((each) => each.checkVisibility());
    const link = document.querySelector("[data-search]");
    if (box || link) event.preventDefault();
    if (box) box.select();
    else if (link) location.assign(link.href);
  }
}

export function startKeys() {
  document.addEventListener("keydown", press);
  const choice = document.querySelector("[data-shortcuts-switch]");
  if (choice) choice.checked = isOn();
  on("change", "[data-shortcuts-switch]", (box) => keep(CHOICE, box.checked ? "on" : "off"));
}
