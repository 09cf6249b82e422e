// Going back never asks to send a form again, and never shows what was true before one was sent.
const WRITTEN = "learnhub:written"; // in this tab: when something was last written
const SENDING = "learnhub:sending"; // until the answer is here: what failed has written nothing

function recall(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

function jot(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch { /* without storage Back may be stale */ }
}

export function startHistory() {
  const answers = "answers" in document.body.dataset;
  if (recall(SENDING) && !answers) jot(WRITTEN, recall(SENDING));
  jot(SENDING, null);
  // A page that answers a form becomes, for Back and Reload, the page where the form was.
  if (answers) {
    const from = document.referrer.startsWith(`${location.origin}/`) ? document.referrer : location.href;
    history.replaceState(history.state, "", from);
  }
  const before = recall(WRITTEN);
  document.addEventListener("submit", ({ target }) => {
    if (target.method === "post") jot(target.matches("[data-hx-post]") ? WRITTEN : SENDING, `${Date.now()}`);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && recall(WRITTEN) !== before) location.reload();
  });
}
