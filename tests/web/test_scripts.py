"""What the scripts do, in a real browser, on a page of their own (tests/web/tried.py)."""

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.people import links
from learnhub.people.models import Organisation, Person
from tests import factories
from tests.support.browsers import browser
from tests.support.chromium import sign_in
from tests.support.rows import save
from tests.web import tried

pytestmark = [pytest.mark.sqlite_only, pytest.mark.pages]
SEND, SEND_PLAIN = "#swapped > .btn", "#plain > .btn"
LOST = "That did not work, and nothing was lost. Try again in a moment."
AWAY = "No connection. Nothing was lost: try again when you are back."
PRESS = "for (const n of [0, 50, 100]) setTimeout(() => document.querySelector('#swapped > .btn').click(), n)"
DRAFTS = "Object.keys(localStorage).filter((key) => key.includes('draft'))"


class Handler(WSGIRequestHandler):
    """Waits no longer than this for a request on a line that a browser opened ahead of need."""

    timeout = 2


@pytest.fixture
def url(app, make_app) -> Iterator[str]:
    """The product with the tried page, served from this process."""
    site = make_app()
    tried.add(site)
    server = make_server("127.0.0.1", 0, site, threaded=True, request_handler=Handler)
    server.daemon_threads = False  # closing it waits for them: a connection keeps a lock on the database
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tab(app, url: str, chromium: Browser) -> Iterator[Page]:
    """A tab on the page, signed in as Ada."""
    ada = browser(app, factories.person("Ada"))
    context = chromium.new_context(base_url=url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(context, url, f"learnhub={ada.get_cookie('learnhub').value}")
    page = context.new_page()
    page.set_default_timeout(5000)
    page.goto("/tried")
    yield page
    context.close()


def test_a_swap_moves_the_focus_says_so_and_brings_the_toast(tab: Page):
    tab.fill("#words", "fine")
    tab.click(SEND)
    expect(tab.locator("#part h2")).to_have_text("New")
    expect(tab.locator("#part")).to_be_focused()
    expect(tab.locator("#toast p")).to_have_text("Kept.")


@pytest.mark.parametrize("height", [844, 640])
def test_on_a_phone_a_toast_covers_neither_what_was_acted_on_nor_the_navigation(tab: Page, height: int):
    tab.set_viewport_size({"width": 390, "height": height})
    tab.fill("#words", "fine")
    tab.click(SEND)
    expect(tab.locator("#toast p")).to_have_text("Kept.")
    toast, part, nav = (tab.locator(each).bounding_box() for each in ("#toast", "#part", ".nouns"))
    assert toast
    assert part
    assert nav
    assert toast["y"] >= part["y"] + part["height"]
    assert toast["y"] + toast["height"] <= nav["y"]
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot = tab.locator("footer").bounding_box()
    assert foot
    assert foot["y"] + foot["height"] <= toast["y"], "what lies below it can be scrolled out from under it"


def test_a_mistake_keeps_what_was_typed_and_takes_the_focus(tab: Page):
    tab.fill("#words", "bad")
    tab.click(SEND)
    expect(tab.locator("[data-errors]")).to_be_focused()
    expect(tab.locator("#words")).to_have_value("bad")
    assert tab.locator("#toast [data-toast]").count() == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("crash", LOST),
        ("proxy", LOST),
        ("stranger", LOST),
        ("gone", "There is nothing here, or it is not open to you."),
    ],
)
def test_what_goes_wrong_is_a_toast_and_leaves_the_form_alone(tab: Page, answer: str, said: str):
    tab.fill("#words", answer)
    tab.click(SEND)
    expect(tab.locator("#toast .bad p")).to_have_text(said)
    expect(tab.locator("#words")).to_have_value(answer)
    expect(tab.locator(SEND)).not_to_have_attribute("aria-busy", "true")
    tab.click("#toast [data-close]")
    expect(tab.locator("#toast [data-toast]")).to_have_count(0)


def test_without_a_connection_nothing_is_lost(tab: Page):
    tab.context.set_offline(True)
    tab.fill("#words", "fine")
    tab.click(SEND)
    expect(tab.locator("#toast .bad p")).to_have_text(
        "No connection. Nothing was lost: try again when you are back."
    )
    expect(tab.locator("#words")).to_have_value("fine")


def test_a_form_is_sent_once_however_often_one_presses(tab: Page):
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    tab.fill("#words", "slow")
    tab.evaluate(PRESS)
    expect(tab.locator(SEND)).to_have_attribute("aria-busy", "true")
    expect(tab.locator(SEND)).to_have_text("Sending")
    expect(tab.locator("#part h2")).to_have_text("New")
    assert len(sent) == 1


def test_the_second_press_of_a_double_press_sends_nothing_of_what_stands_there_then(tab: Page):
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    tab.fill("#words", "fine")
    spot = tab.locator(SEND).bounding_box()
    assert spot
    tab.mouse.move(spot["x"] + 9, spot["y"] + 9)
    tab.mouse.down()
    tab.mouse.up()
    expect(tab.locator("#part h2")).to_have_text("New")
    tab.mouse.down(click_count=2)
    tab.mouse.up(click_count=2)
    tab.wait_for_timeout(300)
    assert len(sent) == 1
    tab.locator(SEND).click()
    tab.wait_for_timeout(300)
    assert len(sent) == 2


def test_back_and_reload_after_a_mistake_never_send_the_form_again(tab: Page):
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    tab.fill("#long", "bad")
    tab.click(SEND_PLAIN)
    expect(tab.locator("#part > h2")).to_have_text("Wrong")
    expect(tab).to_have_url(re.compile("/tried$"))
    tab.fill("#long", "good")
    tab.click(SEND_PLAIN)
    expect(tab.locator("#part > h2")).to_have_text("Sent")
    tab.go_back()
    expect(tab.locator("#part > h2")).to_have_text("Old")
    tab.reload()
    expect(tab.locator("#part > h2")).to_have_text("Old")
    assert len(sent) == 2


def test_a_page_kept_whole_is_asked_for_again_once_something_was_sent(tab: Page):
    shown = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); document.title = 'Kept'"
    tab.evaluate(shown)
    assert tab.title() == "Kept"
    tab.fill("#words", "fine")
    tab.click(SEND)
    expect(tab.locator("#part h2")).to_have_text("New")
    tab.evaluate(shown)
    expect(tab.locator("#part h2")).to_have_text("Old")


def test_what_was_typed_is_still_there_after_an_answer_that_failed(tab: Page):
    tab.fill("#long", "crash")
    tab.click(SEND_PLAIN)
    expect(tab.locator("main")).to_have_attribute("data-failed", "")
    tab.go_back()
    expect(tab.locator("#long")).to_have_value("crash")
    assert tab.evaluate("sessionStorage.getItem('learnhub:written')") is None


def test_a_long_text_comes_back_until_it_was_sent(tab: Page):
    tab.fill("#long", "many words")
    tab.wait_for_timeout(900)
    tab.reload()
    expect(tab.locator("#long")).to_have_value("many words")
    expect(tab.locator("#plain .restored")).to_contain_text("is back")
    tab.click(SEND_PLAIN)
    expect(tab.locator("#part h2")).to_have_text("Sent")
    expect(tab.locator("#long")).to_have_value("")
    assert tab.evaluate(DRAFTS) == []


def test_a_restored_text_can_be_discarded(tab: Page):
    tab.fill("#long", "many words")
    tab.wait_for_timeout(900)
    tab.reload()
    tab.click("#plain .restored button")
    expect(tab.locator("#long")).to_have_value("")
    tab.reload()
    expect(tab.locator("#plain .restored")).to_have_count(0)


def test_a_text_survives_a_crash_of_the_server(tab: Page):
    tab.fill("#long", "crash")
    tab.click(SEND_PLAIN)
    expect(tab.locator("main")).to_have_attribute("data-failed", "")
    tab.goto("/tried")
    expect(tab.locator("#long")).to_have_value("crash")


def test_a_text_sent_by_htmx_is_forgotten(tab: Page):
    tab.fill("#words", "fine")
    tab.wait_for_timeout(900)
    tab.click(SEND)
    expect(tab.locator("#part h2")).to_have_text("New")
    assert tab.evaluate(DRAFTS) == []


def test_characters_are_counted(tab: Page):
    tab.fill("#words", "x" * 23)
    expect(tab.locator("#words-count")).to_have_text("3 too many: 23 of 20 characters")


def test_the_weekday_follows_what_is_typed(tab: Page):
    expect(tab.locator("[data-day]")).to_have_text("Thursday")
    tab.fill("#due", "2026-12-04")
    expect(tab.locator("[data-day]")).to_have_text("Friday")
    tab.fill("#due", "")
    expect(tab.locator("[data-day]")).to_be_hidden()


def test_a_newcomer_is_asked_for_the_zone_of_their_computer_and_keeps_another(app, url, chromium: Browser):
    save(Organisation(id=1, name="Northwind", zone="Europe/Stockholm", instance="0123456789"))
    ada = factories.person("Ada", joined_at=None, zone="Europe/Stockholm")
    path = links.invitation_link(ada, by=ada, mail=False).partition("://")[2].partition("/")[2]
    settle(save=True)
    context = chromium.new_context(base_url=url, timezone_id="America/New_York")
    page = context.new_page()
    page.goto(f"/{path}")
    zone = page.get_by_label("Your time zone")
    expect(zone).to_have_value("America/New_York")
    zone.select_option("Europe/Stockholm")
    page.get_by_label("Your name").fill("")
    page.get_by_role("button", name="Join LearnHub").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    expect(zone).to_have_value("Europe/Stockholm")
    context.close()


def test_what_is_opened_to_be_filled_in_takes_the_focus(tab: Page):
    tab.click("#more")
    expect(tab.locator("#inside")).to_be_focused()
    tab.click("#more")
    expect(tab.locator("#inside")).to_be_hidden()


def test_a_link_opens_its_dialog_and_the_focus_returns(tab: Page):
    tab.click("[data-opens=ask]")
    expect(tab.locator("dialog#ask")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-opens=ask]")).to_be_focused()
    assert tab.url.endswith("/tried")


def test_keys_go_and_help_and_can_be_switched_off(tab: Page):
    tab.focus("#one")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#two")).to_be_focused()
    tab.keyboard.press("?")
    expect(tab.locator("dialog#keys")).to_be_visible()
    tab.locator("[data-shortcuts-switch]").dispatch_event("click")
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    expect(tab.locator("dialog#keys")).not_to_be_visible()


def test_typing_is_never_a_shortcut(tab: Page):
    tab.focus("#long")
    tab.keyboard.type("g?/h")
    expect(tab.locator("#long")).to_have_value("g?/h")
    expect(tab.locator("dialog#keys")).not_to_be_visible()


def test_enter_where_people_are_offered_takes_the_one_who_fits_and_sends_nothing(tab: Page):
    """It sent the form, half filled in."""
    nadia = save(factories.person("Nadia Benali"))
    tab.goto("/commitments/new")
    partner = tab.locator("input[name=partner]")
    partner.press_sequentially("nadi")
    expect(tab.locator("#partner-list option")).to_have_count(1)
    partner.press("Enter")
    expect(partner).to_have_value(f"Nadia Benali <{nadia.email}>")
    expect(tab.locator(".errsum")).to_have_count(0)
    expect(partner).to_be_focused()
    partner.press("Enter")
    expect(tab.locator(".errsum")).to_have_count(1)  # now it sends, and says what is missing


def test_a_text_is_copied(tab: Page):
    tab.click("[data-copy=share]")
    expect(tab.locator("#toast p")).to_have_text("Copied.")
    assert tab.evaluate("navigator.clipboard.readText()") == "to be shared"


def test_what_a_script_alone_can_do_is_not_offered_without_one(tab: Page, chromium: Browser):
    shown = tab.locator("[data-copy]")
    expect(shown).to_be_visible()
    without = chromium.new_context(java_script_enabled=False, storage_state=tab.context.storage_state())
    page = without.new_page()
    page.goto(tab.url)
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.get_by_role("button", name="Keyboard")).to_be_hidden()
    without.close()


def test_menus_open_without_a_script_and_close_by_escape(tab: Page):
    tab.click("[popovertarget=menu-me]")
    expect(tab.locator("#menu-me")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#menu-me")).not_to_be_visible()


def test_what_a_number_counts_opens_over_the_page_and_moves_nothing_beside_it(tab: Page):
    tab.goto("/styleguide")
    top = "(e) => Math.round(e.getBoundingClientRect().top + window.scrollY)"
    shown = "[...document.querySelectorAll('h2, .tiles > li')].filter((e) => e.getClientRects().length)"
    tops = f"() => {shown}.map({top})"
    before = tab.evaluate(tops)
    first = tab.locator(".tiles details").first
    first.locator("summary").evaluate("(e) => e.click()")  # a press would scroll to it
    expect(first.locator("p")).to_be_in_viewport()
    assert tab.evaluate(tops) == before


def test_an_error_leads_to_its_field_where_that_lies_folded_and_leaves_the_address_alone(tab: Page):
    """Focus went nowhere where the part with the field was shut."""
    ada = db.session.scalars(select(Person).where(Person.name == "Ada")).one()
    resource = save(factories.resource(ada, "Evals"))
    tab.goto(f"/library/{resource.key}/edit")
    field = tab.locator("#works_for")
    expect(field).to_be_hidden()
    field.evaluate("(e) => { e.value = 'x'.repeat(20000); e.form.submit(); }")
    link = tab.locator(".errsum a")
    expect(link).to_have_count(1)
    expect(field).to_be_visible()
    tab.locator("details:has(#works_for) > summary").click()
    expect(field).to_be_hidden()
    link.click()
    expect(field).to_be_focused()
    assert "#" not in tab.url


def test_what_stands_beside_a_press_begins_with_no_point_on_a_phone(tab: Page):
    """“Take it” was followed by “· One wanted”."""
    talk = factories.talk(factories.person("Lena"), title="Evals in an hour")
    save(factories.part(talk, name="Opening words"))
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(talk.url)
    note = tab.locator("#parts .worth .note")
    expect(note).to_have_text("One wanted")
    assert note.evaluate("(e) => getComputedStyle(e, '::before').content") == "none"
