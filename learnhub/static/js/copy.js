// Puts the text of a field on the clipboard.
import { everywhere, on, reveal } from "./dom.js";
import { toast } from "./toasts.js";

export function startCopy() {
  everywhere((root) => reveal(root, "[data-copy]"));
  on("click", "[data-copy]", async (button) => {
    const field = document.getElementById(button.dataset.copy);
    field.select?.();
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
      toast("Copied.");
    } catch {
      toast("This browser does not copy by a button. The text is selected: copy it as you copy other text.");
    }
  });
}
