// Answers that are not ours, and no answer at all: say so, and leave what was typed alone.
import { toast } from "./toasts.js";

const LOST = "That did not work, and nothing was lost. Try again in a moment.";
const AWAY = "No connection. Nothing was lost: try again when you are back.";

export function startFailures() {
  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status === 422 || ctx.hx?.redirect) return;
    if (ctx.response.status < 500 && ctx.hx?.retarget) return; // our own words, on their way to #toast
    ctx.swap = "none";
    toast(LOST, true);
  });
  document.addEventListener("htmx:error", () => toast(navigator.onLine ? LOST : AWAY, true));
}
