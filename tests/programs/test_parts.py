"""Parts to take: asked for, taken with one press, given back; whom Home asks, and when."""

from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.people import services as people
from learnhub.people import skills
from learnhub.people.models import Role, SkillLevel
from learnhub.programs import parts, parts_at_home, queries, speakers
from learnhub.programs import services as programs
from learnhub.programs.asked_models import Part, PartTaken
from tests import factories
from tests.support.rows import fresh, many

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture(params=["hackathon", "talk"])
def program(request, lead):
    return {"hackathon": factories.coming, "talk": factories.talk}[request.param](lead)


def test_a_host_asks_and_one_press_takes_it_and_gives_it_back(browser, lead, ada, program):
    starts = program.starts_wall + timedelta(hours=2)
    wanted = {"name": "Judge", "wanted": "1", "minutes": "90", "starts": f"{starts:%Y-%m-%dT%H:%M}"}
    host, page = browser(lead), browser(ada)
    assert host.post(f"{program.desk}/parts/new", data=wanted | {"wanted": "0"}).status_code == 422
    assert host.post(f"{program.desk}/parts/new", data=wanted).location == f"{program.desk}/set-up#parts"
    part = db.session.query(Part).one()
    assert (part.after, part.starts_wall(program.starts_wall)) == (120, starts)
    where = f"{program.desk}/parts/{part.key}"
    assert "90 minutes" in page.get(program.url).text
    assert page.post(f"{where}/take").location == f"{program.url}#parts"
    assert page.post(f"{where}/take").status_code == 303
    assert ">Ada</a> takes it." in browser(factories.person("Bob")).get(program.url).text
    assert browser(factories.person("Eve")).post(f"{where}/take").status_code == 403
    assert host.post(f"{where}/remove").status_code == 403
    assert ">Yours<" in page.get("/").text
    assert "Ada" in host.get(f"{program.url}/host").text
    page.post(f"{where}/give-back")
    assert db.session.query(PartTaken).count() == 0
    assert page.post(f"{where}/give-back").status_code == 403
    assert host.post(f"{where}/remove").status_code == 303


def test_the_form_of_a_part_has_examples_of_its_own_kind_of_program(browser, lead):
    page, hackathon = browser(lead), factories.coming(lead)
    talk, series = factories.talk(lead), factories.series(lead)
    for asked in (f"/programs/{talk.key}/parts/new", f"/series/{series.key}/parts/new"):
        shown = page.get(asked).text
        assert "“Speaker” gives the talk; other names are words." in shown
        assert "Judge" not in shown
    assert "For instance: Speaker, Moderator, Take notes." in page.get(f"/programs/{talk.key}/parts/new").text
    assert "“Judge” hears when judging begins" in page.get(f"/programs/{hackathon.key}/parts/new").text


def test_org_leaders_are_asked_first_then_those_whom_it_fits(lead, clock):
    program = factories.coming(lead, starts_in=20 * DAY)
    part = factories.part(program, skill="Evals")
    listed, helper, other = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    leader = factories.person("Olga", unit=factories.unit(), roles=(Role.LEADER,))
    factories.sign_up(program, listed)
    skills.say(helper, "evals", level=SkillLevel.ALONE, helps=True)

    def asked():
        now = core_clock.now()
        return [who.name for who in (lead, leader, listed, helper, other) if parts_at_home.for_home(who, now)]

    assert asked() == ["Olga"]
    clock.stop(part.created_at + parts_at_home.LEADERS_FIRST)
    assert asked() == ["Olga", "Ada", "Bob"]
    parts.take(other, program, part)
    assert asked() == ["Eve"]
    clock.stop(program.ends_at)
    assert asked() == []


def test_home_shows_all_of_ones_own_then_what_is_meant_for_a_leader_then_others_once_by_name(lead):
    leader = factories.person("Olga", unit=factories.unit(), roles=(Role.LEADER,))
    often, later = (factories.coming(lead, starts_in=days * DAY) for days in (2, 9))
    with many():
        for number in range(70):
            db.session.add(Part(program_id=often.id, name="Take notes", after=number))
        for name in ("Judge", "Mentor", "Sponsor"):
            db.session.add(Part(program_id=later.id, name=name))
        own = [Part(program_id=later.id, name="Judge") for _ in range(5)]
        db.session.add_all(own)
    for part in own:
        parts.take(leader, later, part)
    shown = [(each.name, each.mine) for each in parts_at_home.for_home(leader, core_clock.now())]
    assert shown == [("Judge", True)] * 5 + [("Judge", False), ("Sponsor", False), ("Take notes", False)]


def test_a_leader_is_asked_by_each_program_that_wants_a_judge_and_others_once_by_name(lead):
    leader = factories.person("Olga", unit=factories.unit(), roles=(Role.LEADER,))
    member = factories.person("Mira")
    for days in (2, 4):
        program = factories.coming(lead, starts_in=days * DAY)
        factories.sign_up(program, member)
        for name in ("Take notes", " judge"):
            factories.part(program, name=name)
    for who, names in ((leader, [" judge", " judge", "Take notes"]), (member, ["Take notes", " judge"])):
        assert [each.name for each in parts_at_home.for_home(who, core_clock.now())] == names


def test_a_part_moves_with_its_program_and_its_last_place_is_one_persons(lead, ada):
    program = factories.talk(lead)
    part = factories.part(program, after=30)
    moved = parts.doing(program, ada).parts[0].starts_at + DAY
    program.starts_wall += DAY
    assert parts.doing(program, ada).parts[0].starts_at == moved
    parts.take(ada, program, part)
    with pytest.raises(Forbidden, match="Others have taken it"):
        parts.take(factories.person("Bob"), program, part)


def test_the_part_of_a_speaker_makes_one_until_it_is_given_back(lead, ada, clock):
    program = factories.talk(lead)
    part, other = factories.part(program, name="Speaker"), factories.part(program, name="Take notes")
    parts.take(ada, program, other)
    assert [*speakers.speakers_of(program)] == []
    parts.take(ada, program, part)
    assert [each.name for each in speakers.speakers_of(program)] == ["Ada"]
    parts.give_back(ada, program, part)
    assert [*speakers.speakers_of(program)] == []
    parts.take(ada, program, part)
    program.given_at = program.ends_at
    parts.free_all_of(ada.id, core_clock.now())
    assert [each.name for each in speakers.speakers_of(program)] == ["Ada"]


def test_who_leaves_gives_back_what_they_had_taken(lead, ada):
    program, off = factories.coming(lead), factories.coming(lead)
    part, other = factories.part(program), factories.part(off)
    parts.take(ada, program, part)
    programs.cancel(lead, off, reason="Flooded.")
    with pytest.raises(Forbidden):
        parts.take(ada, off, other)
    people.leave(fresh(ada))
    assert parts.count_taken(part) == 0


def test_who_changes_or_takes_what_was_removed_meanwhile_is_told_and_keeps_what_they_wrote(
    browser, lead, ada
):
    program = factories.talk(lead)
    part = factories.part(program, name="Judge")
    where, host = f"{program.desk}/parts/{part.key}", browser(lead)
    assert host.post(f"{where}/remove").status_code == 303
    typed = {"name": "Judge of demos", "about": "Be kind.", "wanted": "2", "version": "1"}
    again = host.post(where, data=typed)
    assert again.status_code == 409
    for said in ("This part was removed meanwhile", 'value="Judge of demos"', 'value="Be kind."'):
        assert said in again.text
    assert f'action="{program.desk}/parts/new"' in again.text
    for page, path in ((browser(ada), "take"), (browser(ada), "give-back"), (host, "remove")):
        answer = page.post(f"{where}/{path}")
        assert answer.status_code == 409, path
        assert "removed meanwhile" in answer.text


def test_who_takes_a_part_of_a_talk_is_signed_up_and_told_so(browser, ada, lead):
    for title, asks, said in (
        ("Plain", False, "You are signed up too."),
        ("Asking", True, "that is asked for apart"),
    ):
        talk = factories.talk(lead, title=title)
        if asks:
            factories.sign_up_field(talk)
        part, page = factories.part(talk, name="Take notes"), browser(ada)
        page.post(f"/programs/{talk.key}/parts/{part.key}/take")
        assert said in page.get(talk.url).text
        assert (queries.signup_of(ada, talk) is None) is asks


def test_who_speaks_and_takes_a_part_as_well_takes_no_place_from_others(browser, ada, lead):
    talk = factories.talk(lead)
    factories.save(speakers.add(lead, talk, ada))
    part, page = factories.part(talk, name="Take notes"), browser(ada)
    page.post(f"/programs/{talk.key}/parts/{part.key}/take")
    assert "You take it: Take notes. The hosts see it.<" in page.get(talk.url).text
    assert queries.signup_of(ada, talk) is None


@pytest.mark.parametrize(
    ("name", "title", "badge"),
    [
        ("Judge", "You judge here.", "You judge"),
        ("sponsor", "You sponsor here.", "You sponsor"),
        ("Bring cake", "You have a part here.", "You have a part"),
    ],
)
def test_who_takes_a_part_is_told_so_and_not_asked_to_sign_up_on_home(browser, ada, lead, name, title, badge):
    program, page = factories.coming(lead, starts_in=DAY, title="Less Paper"), browser(ada)
    part = factories.part(program, name=name)
    shown = page.get(program.url).text
    assert "You are not signed up." in shown
    assert f"/programs/{program.key}/sign-up" in page.get("/").text
    parts.take(ada, program, part)
    shown, home = page.get(program.url).text, page.get("/").text
    assert title in shown
    assert ("Your part: Bring cake." in shown) == (name == "Bring cake")
    assert "You are not signed up." not in shown
    assert f"/programs/{program.key}/sign-up" not in home
    assert f">{badge}<" in home
    assert f">{badge}<" in page.get("/whats-on").text


def test_who_hosts_and_judges_is_told_both(lead):
    program = factories.coming(lead)
    parts.take(lead, program, factories.part(program, name="Judge"))
    assert queries.standing(lead, program).does == "host and judge"
