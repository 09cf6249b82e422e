// Going back never asks to send a form again, and never shows what was true before one was sent.
const WRITTEN = "learnhub:written";

function written() {
  try { return sessionStorage.getItem(WRITTEN); } catch { return null; }
}

export function startHistory() {
  const before = written();
  document.addEventListener("submit", ({ target }) => {
    if (target.method !== "post") return;
    try { sessionStorage.setItem(WRITTEN, `${Date.now()}`); } catch { /* without storage Back may be stale */ }
  });
  // A page that answers a form becomes, for Back and Reload, the page where the form was.
  if ("answers" in document.body.dataset) {
    const from = document.referrer.startsWith(`${location.origin}/`) ? document.referrer : location.href;
    history.replaceState(history.state, "", from);
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && written() !== before) location.reload();
  });
}
