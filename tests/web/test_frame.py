"""What stands around every page, and what templates say about times."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask.testing import FlaskClient

from learnhub.core.errors import Conflict, Forbidden
from learnhub.core.policy import no
from learnhub.people.models import Role
from learnhub.web import filters, frame, reader, toasts
from learnhub.web.access import access, anyone
from learnhub.web.errors import SignInNeeded
from tests import factories
from tests.support.browsers import PARTIAL, browser
from tests.support.clocks import Clock

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 12, 3, 16, 0, tzinfo=UTC)


@pytest.fixture
def said(app: Flask, clock: Clock):
    """Render a piece of template, signed out, at a fixed moment."""
    clock.stop(NOW)

    def render(text: str, **values: object) -> str:
        with app.test_request_context("/"):
            return render_template_string(text, **values)

    return render


def test_what_one_adds_has_an_icon_of_its_own_and_a_topic_is_among_it():
    assert [place.label for place in frame.ADD][:4] == ["Hackathon", "Talk", "Topic", "Course"]
    assert len({place.icon for place in frame.ADD}) == len(frame.ADD)


def test_times_are_elements_with_a_date(said):
    assert (
        said("{{ when(due) }}", due=DUE)
        == '<time datetime="2026-12-03T16:00+00:00">Thu 3 Dec, 16:00 UTC</time>'
    )


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("full", "Thu 3 Dec, 17:00 CET, in 11 days"),
        ("day", "Thu 3 Dec"),
        ("day_name", "Thu 3 Dec"),
        ("clock", "17:00"),
        ("relative", "in 11 days"),
        ("lateness", "due in 11 days"),
    ],
)
def test_a_time_has_the_form_that_is_asked_for(said, form: str, text: str):
    assert f">{text}</time>" in said(
        "{{ when(due, form, zone) }}", due=DUE, form=form, zone=ZoneInfo("Europe/Stockholm")
    )


def test_a_date_has_no_time(said):
    assert said("{{ when(day) }}, {{ day|relative }}", day=date(2026, 12, 3)) == (
        '<time datetime="2026-12-03">Thu 3 Dec</time>, in 11 days'
    )


def test_filters_of_words(said):
    assert said("{{ 3|count('demo') }}; {{ 3|counted('thing')|sentence }}") == "3 demos; Three things"
    assert said("{{ 0.61|percent }}; {{ 160|duration }}") == "61 %; 2 h 40 min"
    assert said("{{ ['Ada', 'Bob']|joined }}") == "Ada and Bob"


def test_markdown_is_rendered_and_cleaned(said):
    assert said("{{ '**a** <script>'|markdown }}") == "<p><strong>a</strong> &lt;script&gt;</p>\n"


def test_a_signed_in_reader_is_told_times_in_their_zone(app: Flask):
    ada = factories.person("Ada", zone="Asia/Kolkata")
    page = browser(app, ada).get("/styleguide").text
    assert "Times are Kolkata, IST" in page
    assert f'data-person="{ada.key}"' in page


def test_the_organisation_gives_the_zone_to_strangers(app: Flask, monkeypatch: pytest.MonkeyPatch):
    stockholm: tzinfo = ZoneInfo("Europe/Stockholm")
    monkeypatch.setitem(app.extensions, "house", lambda: reader.House("Northwind", stockholm))
    with app.test_request_context("/"):
        assert filters.moment(DUE).endswith("17:00 CET")
    assert "LearnHub at Northwind" in browser(app).get("/styleguide").text


class TestDestinations:
    """On an application with routes of the test."""

    @pytest.fixture
    def site(self, make_app, monkeypatch: pytest.MonkeyPatch) -> Flask:
        site: Flask = make_app()
        rules = {"/try-open": anyone, "/try-shut": lambda: no("Not yours."), "/try-in": _strangers_stop}
        for path, rule in rules.items():
            site.add_url_rule(path, path, access(rule)(lambda: ""))
        places = [frame.Place(path, path, "house", below=("/try-below",)) for path in (*rules, "/try-none")]
        monkeypatch.setattr(frame, "NAV", tuple(places))
        return site

    def test_only_what_exists_and_lets_one_in_is_shown(self, site: Flask):
        with site.test_request_context("/"):
            assert [link.url for link in frame.Frame().nav] == ["/try-open"]

    @pytest.mark.parametrize(
        ("path", "current"),
        [
            ("/try-open", "page"),
            ("/try-open/abc", "true"),
            ("/try-below/abc", "true"),
            ("/try-openly", ""),
            ("/", ""),
        ],
    )
    def test_a_page_below_belongs_to_its_destination(self, site: Flask, path: str, current: str):
        with site.test_request_context(path):
            assert [link.current for link in frame.Frame().nav] == [current]


def _strangers_stop():
    raise SignInNeeded


def test_the_inbox_counts_for_a_person_alone(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frame.UNREAD, "given", lambda person: 3)
    with app.test_request_context("/"):
        assert frame.Frame().unread == 0


def test_a_person_can_switch_shortcuts_off(app: Flask):
    ada = factories.person("Ada", shortcuts=False)
    assert 'data-shortcuts="off"' in browser(app, ada).get("/styleguide").text


class TestToasts:
    def test_a_page_shows_what_was_done_with_its_undo(self, app: Flask):
        with app.test_request_context("/"):
            toasts.toast("Moved to the bin.", undo="/restore")
            html = render_template_string('{% extends "layout.html" %}')
        assert "<p>Moved to the bin.</p>" in html
        assert '<form method="post" action="/restore">' in html

    def test_a_plain_flash_is_a_toast_as_well(self, app: Flask):
        with app.test_request_context("/"):
            flash("Saved.")
            assert "<p>Saved.</p>" in render_template_string('{% extends "layout.html" %}')

    def test_a_block_for_htmx_brings_it_along(self, app: Flask):
        ada = browser(app, factories.person("Ada"))
        _leave_message(ada)
        answer = ada.get("/styleguide", headers=[*PARTIAL, ("HX-Target", "main#main")])
        assert "<html" not in answer.text
        assert answer.text.rstrip().endswith("</hx-partial>")
        assert "Moved to the bin." in answer.text

    def test_it_is_said_once(self, app: Flask):
        ada = browser(app, factories.person("Ada"))
        _leave_message(ada)
        assert "Moved to the bin." in ada.get("/styleguide").text
        assert "Moved to the bin." not in ada.get("/styleguide").text


def _leave_message(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["_flashes"] = [("message", {"text": "Moved to the bin.", "undo": None})]


def _page_of(app: Flask, error: Exception) -> str:
    with app.test_request_context("/"):
        return app.make_response(app.handle_user_exception(error)).get_data(as_text=True)


class TestErrorPages:
    @pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429, 500, 503])
    def test_each_has_its_page(self, app: Flask, status: int):
        with app.test_request_context("/somewhere"):
            html = render_template(
                "ui/error.html", error_status=status, message="It is so.", theirs={}, yours={}, incident=None
            )
        assert f'<span class="d sm">{status}</span>' in html
        assert "It is so." in html
        assert "Traceback" not in html

    def test_a_conflict_shows_both_texts(self, app: Flask):
        error = Conflict("Eve saved it first.", theirs={"Story": "theirs"}, yours={"Story": "mine & <mine>"})
        html = _page_of(app, error)
        assert "theirs" in html
        assert "mine &amp; &lt;mine&gt;" in html

    def test_a_refusal_keeps_what_was_written(self, app: Flask):
        html = _page_of(app, Forbidden("It has closed.", yours={"Story": "mine & <mine>"}))
        assert "What you wrote" in html
        assert "mine &amp; &lt;mine&gt;" in html
        assert "What stands now" not in html

    def test_an_unknown_page_is_in_the_looks_of_the_product(self, app: Flask):
        answer = browser(app).get("/nowhere")
        assert answer.status_code == 404
        assert "data-failed" in answer.text


def test_an_admin_is_known_by_the_rule_of_the_route(app: Flask):
    admin = factories.person("Olga", roles=(Role.ADMIN,))
    page = browser(app, admin).get("/styleguide").text
    exists = "/admin" in {rule.rule for rule in app.url_map.iter_rules()}
    assert ('href="/admin"' in page) == exists


def test_links_drawn_for_an_admin_are_not_shown_to_others(app: Flask):
    olga, ada = factories.person("Olga", roles=(Role.ADMIN,)), factories.person("Ada")
    assert 'href="/admin"' in browser(app, olga).get("/styleguide").text
    assert 'href="/admin"' not in browser(app, ada).get("/styleguide").text


def test_a_link_is_marked_on_its_own_page_alone(app: Flask):
    ada = browser(app, factories.person("Ada"))
    library = 'href="/library" data-go="l" aria-current="page"'
    assert [library in ada.get(path).text for path in ("/library", "/goals", "/library")] == [
        True,
        False,
        True,
    ]


def test_the_page_of_now_does_not_move_while_it_is_written(app: Flask, clock: Clock):
    with app.test_request_context("/"):
        first = reader.now()
        clock.shift(timedelta(seconds=5))
        assert reader.now() == first
