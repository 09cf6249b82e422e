// The weekday of what a date field holds, in its label, where it moves nothing: it follows what is typed or picked.
import { everywhere, on } from "./dom.js";

export function startDays() {
  on("input", "input[type^=date]", tell);
  everywhere((root) => root.querySelectorAll("input[type^=date]").forEach(tell));
}

function tell(field) {
  const line = field.parentNode.querySelector("[data-day]");
  if (!line) return;
  const day = new Date(`${field.value.slice(0, 10)}T12:00`);
  line.hidden = Number.isNaN(day.getTime());
  line.textContent = line.hidden ? "" : day.toLocaleDateString(document.documentElement.lang, { weekday: "long" });
}
