// A text with data-mentions="/people/pick": after @ and two letters it offers people, as buttons behind the text.
// Without JavaScript one writes the name.
import { on, say } from "./dom.js";

const BEFORE = /(?:^|[^\p{L}\p{N}@./])@(\p{L}[\p{L}\p{N}.'’ -]{1,39})$/u;
let asked = 0;

const wanted = (text) => BEFORE.exec(text.value.slice(0, text.selectionStart))?.[1];

function close(text) {
  asked += 1;
  text.offers?.remove();
  text.offers = null;
}

function take(text, name) {
  const end = text.selectionStart;
  text.setRangeText(`${name} `, end - (wanted(text)?.length ?? 0), end, "end");
  close(text);
  text.focus();
}

async function offer(text) {
  const begun = wanted(text);
  close(text);
  if (!begun) return;
  const mine = asked;
  const answer = await fetch(`${text.dataset.mentions}?field=q&q=${encodeURIComponent(begun)}`).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("option");
  const names = [...new Set([...found].map((each) => each.value.replace(/ <[^>]*>$/, "")))].slice(0, 5);
  if (!names.length || mine !== asked) return;
  text.offers = document.createElement("p");
  text.offers.className = "btns offers";
  for (const name of names) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn small", textContent: name });
    button.addEventListener("click", () => take(text, name));
    text.offers.append(button);
  }
  text.after(text.offers);
  say(`${names.join(", ")}: choose with Tab and Enter`);
}

export function startMentions() {
  on("input", "textarea[data-mentions]", (text) => {
    clearTimeout(text.offerTimer);
    text.offerTimer = setTimeout(() => offer(text), 200);
  });
  on("keydown", "textarea[data-mentions]", (text, event) => { if (event.key === "Escape") close(text); });
}
