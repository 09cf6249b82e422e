// <form data-draft="demo-x7…">: long texts are kept in this browser as they are typed, for this person and this form.
// They come back with a notice after a crash or a lost connection, and go once the form was sent.
import { everywhere, fromTemplate, keep, kept, on, say } from "./dom.js";

const PAUSE = 700;
const DAYS = 14;
const SENT = "learnhub:sent";

const person = () => document.body.dataset.person;
const keyOf = (form) => `learnhub:draft:${person()}:${form.dataset.draft}`;
const texts = (form) => [...form.querySelectorAll("textarea[name], input[data-keep][name]")].filter((each) => !each.readOnly);

function save(form) {
  const changed = texts(form).filter((each) => each.value !== each.defaultValue);
  const words = Object.fromEntries(changed.map((each) => [each.name, each.value]));
  const done = changed.length ? keep(keyOf(form), JSON.stringify({ at: Date.now(), words })) : keep(keyOf(form), null);
  const note = form.querySelector("[data-draft-note]");
  if (note && done && changed.length) {
    note.textContent = `Draft kept in this browser, ${new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  }
}

function restore(form) {
  if (form.draftSeen) return;
  form.draftSeen = true;
  let draft;
  try { draft = JSON.parse(kept(keyOf(form)) ?? "null"); } catch { draft = null; }
  if (!draft) return;
  const back = texts(form).filter((each) => each.name in draft.words && draft.words[each.name] !== each.value);
  if (!back.length || Date.now() - draft.at > DAYS * 86400000) {
    keep(keyOf(form), null);
    return;
  }
  for (const each of back) {
    each.value = draft.words[each.name];
    each.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const notice = fromTemplate("t-restored");
  notice.querySelector("[data-at]").textContent = new Date(draft.at).toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" });
  notice.querySelector("button").addEventListener("click", () => {
    for (const each of back) each.value = each.defaultValue;
    keep(keyOf(form), null);
    notice.remove();
    back[0].focus();
  });
  form.prepend(notice);
  say("What you typed before is back.");
}

// A plain form was sent on the page before. It went well if this page is another load that shows no mistakes.
function settleSent() {
  let sent;
  try { sent = sessionStorage.getItem(SENT); sessionStorage.removeItem(SENT); } catch { return; }
  const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (sent && arrived && !document.querySelector("[data-errors], [data-failed]")) keep(sent, null);
}

export function startDrafts() {
  if (!person()) { // signed out in between: what was sent has not arrived
    try { sessionStorage.removeItem(SENT); } catch { /* nothing was noted */ }
    return;
  }
  settleSent();
  everywhere((root) => { for (const form of root.querySelectorAll("form[data-draft]")) restore(form); });
  on("input", "form[data-draft]", (form) => {
    clearTimeout(form.draftTimer);
    form.draftTimer = setTimeout(() => save(form), PAUSE);
  });
  on("submit", "form[data-draft]", (form) => {
    clearTimeout(form.draftTimer);
    save(form);
    if (!form.matches("[data-hx-post]")) try { sessionStorage.setItem(SENT, keyOf(form)); } catch { /* then it is offered again */ }
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement?.closest?.("form[data-draft]");
    if (form && ctx.request.method !== "GET" && ctx.response.status < 400) keep(keyOf(form), null);
  });
}
