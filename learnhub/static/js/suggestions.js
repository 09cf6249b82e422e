// Enter in a field that offers people takes the first that fits, and sends nothing; once one stands there, it sends.
import { on, say } from "./dom.js";

function takeFirst(field, event) {
  const typed = field.value.trim().toLowerCase();
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !typed) return;
  const offered = [...(field.list?.options ?? [])].map((each) => each.value);
  if (offered.includes(field.value)) return;
  const fits = offered.find((each) => each.toLowerCase().includes(typed));
  if (!fits) return;
  event.preventDefault();
  field.value = fits;
  say(fits);
}

export function startSuggestions() {
  on("keydown", "input[list][data-hx-get]", takeFirst);
}
