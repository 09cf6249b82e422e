"""Chat: a direct message by a Slack app, or a post into the channel of a program. Through the one fetcher."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from learnhub.core.fetch import Ask, Reply, Unreachable, fetch
from learnhub.notifications.models import HookKind
from learnhub.notifications.sending.channels.email import settings
from learnhub.notifications.sending.channels.smtp import Answer, Outcome

# One sentence for whatever an address answers: hosts learn nothing of a server but that it is no chat.
NOT_TAKEN = "The chat did not take it. If that stays so, make a new address in the chat, and put it here."
BUSY = "The chat asks to be left alone for a while."
ODD = "Slack gives an answer that is none."
PAUSE, LONGEST = timedelta(minutes=1), timedelta(days=1)  # after 429: where nothing is said, and at most
TROUBLES = {  # of Slack's API; everything else is named as Slack names it
    "users_not_found": "Slack knows nobody with this e-mail address.",
    "invalid_auth": "Slack does not know the bot token any more.",
    "token_revoked": "Slack does not know the bot token any more.",
    "missing_scope": "The Slack app may not do this: it needs chat:write and users:read.email.",
    "cannot_dm_bot": "Slack says that this is a bot.",
}
LATER = {"ratelimited", "internal_error", "service_unavailable", "fatal_error", "request_timeout"}


@dataclass(frozen=True, slots=True)
class Post:
    """What is said in chat: a line, perhaps a sentence, and where its button leads.

    `hook` is the channel's address and `kind` how it is written to; without, `email` says to whom.
    """

    title: str
    text: str
    button: str
    url: str
    email: str = ""
    hook: str = ""
    kind: HookKind = HookKind.SLACK


def is_set_up() -> bool:
    """Whether people can be told in Slack."""
    return bool(settings().slack_token)


def send(post: Post) -> Answer:
    """Say it, and return what became of it. Raises nothing of the network."""
    try:
        return _to_channel(post) if post.hook else _to_person(post)
    except Unreachable:
        return Answer(Outcome.LATER, NOT_TAKEN if post.hook else "Slack could not be reached.")


def _fetch(url: str, ask: Ask) -> Reply:
    """Ask a chat of the Internet, or of a host that is named for chat; never in the clear."""
    if not url.startswith("https://"):
        raise Unreachable
    return fetch(url, replace(ask, inside=settings().chat_hosts))


def _busy(reply: Reply) -> Answer:
    """Return that all of this place waits, for as long as it says."""
    said = reply.headers.get("retry-after", "")
    told = timedelta(seconds=int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else PAUSE
    return Answer(Outcome.AWAY, BUSY, min(told, LONGEST))


def _to_channel(post: Post) -> Answer:
    body = _card(post) if post.kind is HookKind.TEAMS else {"text": _text(post)}
    reply = _fetch(post.hook, _json(body))
    if 200 <= reply.status < 300:
        return Answer(Outcome.TAKEN, str(reply.status))
    if reply.status == 429:
        return _busy(reply)
    return Answer(Outcome.LATER if reply.status >= 500 else Outcome.REFUSED, NOT_TAKEN)


def _to_person(post: Post) -> Answer:
    api, bearer = settings().slack_api, ("Authorization", f"Bearer {settings().slack_token}")
    query = urlencode({"email": post.email})
    found = _read(_fetch(f"{api}/users.lookupByEmail?{query}", Ask(most=100_000, headers=(bearer,))))
    if isinstance(found, Answer):
        return found
    user = found.get("user")
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return Answer(Outcome.LATER, ODD)
    said = {"channel": user["id"], "text": _text(post), "unfurl_links": False}
    sent = _read(_fetch(f"{api}/chat.postMessage", _json(said, bearer)))
    return sent if isinstance(sent, Answer) else Answer(Outcome.TAKEN, "ok")


def _read(reply: Reply) -> Mapping[str, Any] | Answer:
    """Return what Slack says, or why that is no answer."""
    if reply.status == 429:
        return _busy(reply)
    if reply.status >= 500:
        return Answer(Outcome.LATER, f"Slack answers {reply.status}.")
    try:
        said = json.loads(reply.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Answer(Outcome.LATER, ODD)
    if said.get("ok"):
        found: Mapping[str, Any] = said
        return found
    error = str(said.get("error", ""))[:60]
    outcome = Outcome.LATER if error in LATER else Outcome.REFUSED
    return Answer(outcome, TROUBLES.get(error, f"Slack refuses it: {error}."))


def _json(body: Mapping[str, Any], *headers: tuple[str, str]) -> Ask:
    kind = ("Content-Type", "application/json; charset=utf-8")
    return Ask("POST", most=100_000, headers=(kind, *headers), body=json.dumps(body).encode())


def _text(post: Post) -> str:
    """Return it as Slack reads it: what was typed cannot be a mention, a link or a command."""
    lines = [f"*{_plain(post.title)}*", *([_plain(post.text)] if post.text else [])]
    return "\n".join([*lines, f"<{post.url}|{_plain(post.button)}>"])


def _plain(text: str) -> str:
    for mark, spelled in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("*", "∗"), ("@", "@\u200b")):
        text = text.replace(mark, spelled)
    return text


def _card(post: Post) -> Mapping[str, Any]:
    """Return an Adaptive Card, as Teams Workflows takes it."""
    lines = [{"type": "TextBlock", "text": post.title, "weight": "Bolder", "wrap": True}]
    lines += [{"type": "TextBlock", "text": post.text, "wrap": True}] if post.text else []
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": lines,
        "actions": [{"type": "Action.OpenUrl", "title": post.button, "url": post.url}],
    }
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [content]}
