// "84 of 140 characters" below a text with data-count, and never in the way of typing.
import { on, say } from "./dom.js";

export function startCounts() {
  on("input", "[data-count]", (field) => {
    const most = Number(field.dataset.count);
    const line = document.getElementById(`${field.id}-count`);
    const length = [...field.value].length;
    const over = length - most;
    line.textContent = over > 0 ? `${over} too many: ${length} of ${most} characters` : `${length} of ${most} characters`;
    line.classList.toggle("over", over > 0);
    clearTimeout(field.countTimer);
    if (over > -10) field.countTimer = setTimeout(() => say(line.textContent), 1200);
  });
}
