// A link to a page that asks becomes a dialog on this page, where one with that name is here.
import { everywhere, on, reveal } from "./dom.js";

export function startDialogs() {
  everywhere((root) => reveal(root, "[data-opens]"));
  on("click", "[data-opens]", (opener, event) => {
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "dialog [data-close]", (closer, event) => {
    event.preventDefault();
    closer.closest("dialog").close();
  });
  on("click", "dialog", (dialog, event) => {
    if (event.target === dialog) dialog.close(); // a press beside it
  });
}
