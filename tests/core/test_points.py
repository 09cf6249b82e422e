"""Where a package asks those above it."""

from learnhub.core import points


def test_connecting_anew_takes_away_what_was_given_before(monkeypatch):
    monkeypatch.setattr(points.Point, "known", [])
    tabs, unread = points.OneEach[str]("tabs"), points.One[int]("unread")
    points.connect([tabs.give({"talk": "Questions"}), unread.give(2)])
    assert (tabs.given, unread.given) == ({"talk": "Questions"}, 2)
    points.connect([tabs.give({"cohort": "Roster"})])
    assert (tabs.given, unread.given) == ({"cohort": "Roster"}, None)
