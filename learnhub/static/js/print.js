// Prints the page at a button; without scripts the words beside it say which keys do.
import { everywhere, on, reveal } from "./dom.js";

export function startPrint() {
  everywhere((root) => reveal(root, "[data-print]"));
  on("click", "[data-print]", () => window.print());
}
