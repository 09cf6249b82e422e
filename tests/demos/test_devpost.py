"""The real Devpost export becomes a past hackathon, quietly, and only once."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.demos.models import Demo, PrizeEntry, Snapshot
from learnhub.goals.models import Evidence, Tie
from learnhub.hackathons.models import Hackathon, Prize
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.notifications.models import Delivery, Mute, Reminder
from learnhub.people.models import Person, Role
from learnhub.programs.models import Program, ProgramState, SignUp
from learnhub.teams.models import Membership, Team
from seed import past
from tests import factories
from tests.pages.catalogue import DETAIL
from tests.support.clients import Client, together
from tests.support.rows import save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
REAL = past.EXPORT.read_bytes()
TABLES = (Demo, Team, Snapshot, Prize, PrizeEntry)
HEADERS = ["Project Title", "Submission Url", "Project Status", "Project Created At", "About The Project"]
SITE = "https://hacknight-2024.devpost.com/submissions"


def number(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def lead() -> Person:
    return factories.person("Ruth", roles=(Role.LEAD,))


def upload(web, data: bytes = REAL, name: str = "hackdavis.csv"):
    return web.post("/imports/new/devpost", data={"file": (io.BytesIO(data), name)})


def batch_of(url: str) -> ImportBatch:
    return db.session.scalar(select(ImportBatch).where(ImportBatch.key == url.rpartition("/")[2]))


def bring_in(web, data: bytes = REAL, **over: str) -> str:
    answer = upload(web, data)
    assert answer.status_code == 303, answer.text
    answer = web.post(answer.location, data={**batch_of(answer.location).options, **over})
    assert answer.status_code == 303, answer.text
    return answer.location


def export(*rows: dict[str, str], members: int = 0) -> bytes:
    """A small export with the columns that the rows name."""
    headers = list(dict.fromkeys([*(key for row in rows for key in row if key != "..."), *HEADERS]))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    tail = ["Team Member 1 First Name", "Team Member 1 Last Name", "Team Member 1 Email", "..."]
    writer.writerow([*headers, *tail] if members else headers)
    for row in rows:
        usual = {"Project Status": "Submitted (Gallery/Visible)", "Project Created At": "2024-03-09 10:00:00"}
        cells = {**usual, **row}
        writer.writerow([*(cells.get(header, "") for header in headers), *row.get("...", "").split()])
    return file.getvalue().encode()


def test_the_real_export_comes_in_as_a_past_hackathon(browser):
    web = browser(lead())
    url = upload(web).location
    page = web.get(url).text
    for said in ("118 demos can come in.", "28 left out", "18 prizes come with them.", "Bring in 118 demos"):
        assert said in page
    assert "Draft on Devpost: it was not submitted." in web.get(f"{url}?state=left_out").text
    assert number(Demo) == 0
    assert "118 demos came in." in web.get(bring_in(web)).text
    hackathon = db.session.scalars(select(Hackathon)).one()
    assert (hackathon.title, hackathon.state) == ("Hackdavis 2023", ProgramState.PUBLISHED)
    assert hackathon.quiet
    assert hackathon.gallery_open
    assert (str(hackathon.starts_wall), str(hackathon.ends_wall)) == (
        "2023-05-20 09:00:00",
        "2023-05-21 23:00:00",
    )
    assert [number(table) for table in TABLES] == [118, 118, 118, 18, 406]
    assert [number(table) for table in (SignUp, Membership, Delivery, Reminder)] == [0, 0, 0, 0]


def test_the_gallery_of_the_real_export_stays_within_a_page_of_statements(browser):
    web = browser(lead())
    bring_in(web)
    hackathon = db.session.scalars(select(Hackathon)).one()
    prize = db.session.scalars(select(Prize).order_by(Prize.position, Prize.id)).first()
    visitor, gallery = browser(factories.person("Vera")), f"/hackathons/{hackathon.key}/gallery"
    chosen = f"?prize={prize.key}"
    for reader in (visitor, web):
        for query in ("", "?page=5", "?q=a", chosen, f"{chosen}&page=2"):
            with statements() as sent:
                answer = reader.get(f"{gallery}{query}")
            assert answer.status_code == 200
            assert len(sent) <= DETAIL, sent
    first, last = (visitor.get(f"{gallery}?page={page}").text for page in (1, 5))
    assert "118 demos to look at." in first
    assert [page.count("<li><div>") for page in (first, last)] == [24, 118 - 4 * 24]
    assert (
        f"In for {prize.name} and "
        in visitor.get(f"/hackathons/{hackathon.key}/gallery?prize={prize.key}").text
    )


@pytest.mark.races
def test_two_files_of_one_hackathon_that_come_in_at_once_make_one(app, browser, server):
    ruth = lead()
    staged = [batch_of(upload(browser(ruth)).location) for _ in range(2)]
    pages = [(f"/imports/{batch.key}", {**batch.options}) for batch in staged]
    url = server().url
    clients = [(Client(app, url, ruth), *page) for page in pages]
    answers = together(
        [lambda to=to, path=path, said=said: to.post(path, **said) for to, path, said in clients]
    )
    assert sorted(answer.status for answer in answers) == [303, 409]
    db.session.rollback()
    assert [number(table) for table in (Hackathon, *TABLES)] == [1, 118, 118, 118, 18, 406]


def test_a_second_time_nothing_is_new(browser):
    web = browser(lead())
    bring_in(web)
    url = upload(web).location
    page = web.get(url).text
    assert "Nothing in this file is new." in page
    assert "118 here already" in page
    assert web.post(url).status_code == 403
    assert [number(table) for table in TABLES] == [118, 118, 118, 18, 406]


def test_demos_that_share_a_title_have_teams_of_their_own(browser):
    bring_in(browser(lead()))
    names = db.session.scalars(
        select(Team.name).where(Team.name.like("Aggie Reuse Inventory%"), ~Team.name.like("%!"))
    ).all()
    assert len(set(names)) == 3
    assert sum("(table " in name for name in names) == 2


def test_links_prizes_and_story_find_their_places(browser):
    bring_in(browser(lead()))
    demo = db.session.scalars(select(Demo).where(Demo.title == "Aggie Baddies")).one()
    assert demo.repository_url == "https://github.com/Lishen2147/HackDavisBaddies"
    assert demo.slides_url.startswith("https://docs.google.com/presentation/")
    assert demo.demo_url.startswith("https://www.figma.com/file/")
    assert demo.video_url == "https://youtu.be/myqxZe46wpk"
    assert demo.built_with[:3] == ["react", "node.js", "figma"]
    assert demo.story.startswith("## Inspiration\n\n")
    assert 0 < len(demo.pitch) <= 140
    names = db.session.scalars(
        select(Prize.name).join(PrizeEntry).where(PrizeEntry.demo_id == demo.id).order_by(Prize.name)
    ).all()
    assert names == [
        "Best Aggie Reuse Store Hack",
        "Best Beginner Hack",
        "Best Design",
        "Best Interdisciplinary Hack, sponsored by the College of Letters & Science",
    ]


def test_the_shape_with_a_row_per_prize_is_put_together(browser):
    one = {"Project Title": "Hum", "Submission Url": f"{SITE}/1-hum"}
    two = {"Project Title": "Label less", "Submission Url": f"{SITE}/2-label"}
    draft = {"Project Title": "Untitled", "Submission Url": "", "Project Status": "Draft"}
    entries = [("A", one), ("Best, of all", one), ("A", two), ("A", draft), ("Best, of all", draft)]
    rows = [{"Opt-In Prize": prize, **row} for prize, row in entries]
    url = bring_in(browser(lead()), export(*rows))
    assert [number(table) for table in TABLES] == [2, 2, 2, 2, 3]
    states = db.session.scalars(
        select(ImportRow.state).where(ImportRow.batch_id == batch_of(url).id).order_by(ImportRow.number)
    ).all()
    assert states == [RowState.NEW, RowState.NEW, RowState.LEFT_OUT]


def test_addresses_find_people_who_are_here_and_are_never_kept(browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    row = {
        "Project Title": "Hum",
        "Submission Url": f"{SITE}/1-hum",
        "Submitter First Name": "Eve",
        "Submitter Last Name": "Stranger",
        "Submitter Email": "Eve.Stranger@example.com",
        "...": f"Ada A {ada.email.upper()} Zoe Zzyzx zoe@example.net Bob B {bob.email}",
    }
    alone = {"Project Title": "Alone", "Submission Url": f"{SITE}/2-alone"}
    web = browser(lead())
    url = upload(web, export(row, alone, members=3)).location
    rows = db.session.scalars(select(ImportRow)).all()
    stored = json.dumps([[each.data, each.title, each.reason, each.cells] for each in rows])
    for private in ("Stranger", "example.com", "Zzyzx", "example.net", "@"):
        assert private not in stored
    assert web.post(url, data=batch_of(url).options).status_code == 303
    team = db.session.scalars(select(Team).where(Team.name == "Hum")).one()
    members = db.session.scalars(select(Membership.person_id).where(Membership.team_id == team.id)).all()
    assert sorted(members) == sorted([ada.id, bob.id])
    assert (team.captain_id, team.members_count) == (ada.id, 2)
    assert number(SignUp) == db.session.scalars(select(Program)).one().places_taken == 2
    assert number(Person) == 3
    assert number(Delivery) == 0


def test_a_later_export_changes_what_nobody_edited_here(browser):
    web = browser(lead())
    hum = {"Project Title": "Hum", "Submission Url": f"{SITE}/1-hum", "Opt-In Prizes": "Best"}
    less = {"Project Title": "Label less", "Submission Url": f"{SITE}/2-less"}
    bring_in(web, export(hum, less))
    edited = db.session.scalars(select(Demo).where(Demo.title == "Label less")).one()
    edited.saved_by_id = edited.team.hackathon.created_by_id
    save(edited)
    more = {"Project Title": "New", "Submission Url": f"{SITE}/3-new"}
    newer = export(hum | {"Opt-In Prizes": "Best, Second"}, less | {"About The Project": "More."}, more)
    url = upload(web, newer).location
    page = web.get(url).text
    assert "Bring in 1 demo, change 1" in page
    assert "They join “Hacknight 2024”, which is here already." in page
    assert "Edited here since it came in" in page
    assert web.post(url).status_code == 303
    assert [number(table) for table in (Hackathon, *TABLES)] == [1, 3, 3, 3, 2, 2]
    demo = db.session.scalars(select(Demo).where(Demo.title == "Hum")).one()
    kept = db.session.scalars(select(Snapshot).where(Snapshot.demo_id == demo.id)).one()
    assert kept.content["prizes"] == ["Best", "Second"]
    assert web.post(f"{url}/undo").status_code == 403


def test_what_came_in_can_be_taken_back_whole(browser):
    ada = factories.person("Ada")
    web = browser(lead())
    url = bring_in(web)
    assert "Undo this import" in web.get(url).text
    assert web.post(f"{url}/undo").status_code == 303
    assert "This import was undone." in web.get(url).text
    assert [number(table) for table in (Program, Hackathon, *TABLES)] == [0] * 7
    row = {"Project Title": "Hum", "Submission Url": f"{SITE}/1-hum", "...": f"A A {ada.email}"}
    url = bring_in(web, export(row, row | {"Submission Url": f"{SITE}/2", "...": ""}, members=1))
    assert web.post(f"{url}/undo").status_code == 303
    assert [number(table) for table in (Program, SignUp, Membership, *TABLES)] == [0] * 8


def test_what_was_muted_or_proved_something_once_can_be_taken_back(browser):
    ruth = lead()
    web = browser(ruth)
    url = bring_in(web)
    hackathon, demo = db.session.scalars(select(Hackathon)).one(), db.session.scalars(select(Demo)).first()
    goal = factories.goal(ruth, factories.unit())
    save(Mute(person_id=ruth.id, program_id=hackathon.id))
    save(Evidence(goal_id=goal.id, ref_kind="demo", ref_id=demo.id, at=demo.saved_at))
    assert web.post(f"{url}/undo").status_code == 303
    assert [number(table) for table in (Program, Demo, Mute, Evidence)] == [0] * 4


def test_what_something_was_built_upon_stays(browser):
    ruth = lead()
    web = browser(ruth)
    url = bring_in(web, export({"Project Title": "Hum", "Submission Url": f"{SITE}/1-hum"}))
    goal = factories.goal(ruth, factories.unit())
    hackathon = db.session.scalars(select(Hackathon)).one()
    save(Tie(goal_id=goal.id, ref_kind="hackathon", ref_id=hackathon.id, created_by_id=ruth.id))
    page = web.get(url).text
    assert "it is tied to a goal" in page
    assert "Undo this import" not in page
    assert web.post(f"{url}/undo").status_code == 403
    assert number(Demo) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "This is a picture, not a spreadsheet."),
        (b"some text\nthat is no table\n", "has no column “Project Title”"),
        (REAL.replace(b"Submission Url", b"Somewhere", 1), "has no column “Submission Url”"),
        (REAL[:20_000], "The file ends too early"),
        (REAL[: len(REAL) // 2], "The file ends too early"),
        (b"", "The file is empty."),
    ],
)
def test_a_wrong_file_says_why_and_changes_nothing(browser, data, says):
    answer = upload(browser(lead()), data)
    assert answer.status_code == 422
    assert says in answer.text.replace("&#34;", '"')
    assert [number(table) for table in (ImportBatch, ImportRow, Program, *TABLES)] == [0] * 8


def test_options_that_cannot_be_are_told_beside_them_and_nothing_is_written(browser):
    web = browser(lead())
    url = upload(web).location
    options = batch_of(url).options
    for over, says in (
        ({"title": " "}, "Give it a title"),
        ({"ends": "2023-05-19T10:00"}, "It ended before it began."),
        ({"ends": "2150-01-01T10:00"}, "It is not over yet."),
        ({"zone": "Mars/Base"}, "Not a valid choice"),
        ({"starts": "tomorrow"}, "Not a valid"),
    ):
        answer = web.post(url, data={**options, **over})
        assert answer.status_code == 422, over
        assert says in answer.text
    assert number(Program) == number(Demo) == 0


def test_an_edge_of_every_kind_is_left_out_with_its_reason(browser):
    rows = export(
        {"Project Title": "Good", "Submission Url": f"{SITE}/1"},
        {"Project Title": "Twice", "Submission Url": f"{SITE}/1"},
        {"Project Title": "Hidden", "Submission Url": f"{SITE}/2", "Project Status": "Submitted (Hidden)"},
        {"Project Title": "Odd", "Submission Url": f"{SITE}/3", "Project Status": "Withdrawn"},
        {"Project Title": "Script", "Submission Url": "javascript:alert(1)"},
    )
    url = upload(browser(lead()), rows).location
    found = {
        row.title: (row.state, row.reason)
        for row in db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_of(url).id))
    }
    assert found == {
        "Good": (RowState.NEW, ""),
        "Twice": (RowState.LEFT_OUT, "The same submission as in row 2."),
        "Hidden": (RowState.LEFT_OUT, "Hidden on Devpost by its organisers."),
        "Odd": (RowState.LEFT_OUT, "Its status on Devpost is “Withdrawn”."),
        "Script": (RowState.ERROR, "It has no submission URL, by which it would be known again."),
    }


def test_a_link_that_is_none_is_dropped_and_the_rest_comes_in(browser):
    rows = export(
        {
            "Project Title": "Bracket",
            "Submission Url": f"{SITE}/1",
            '"Try it out" Links': "https://[demo link], https://demo.example.org/1",
            "Video Demo Link": "https://[video]",
        },
        {"Project Title": "No address", "Submission Url": "https://[demo link]"},
    )
    web = browser(lead())
    url = bring_in(web, rows)
    demo = db.session.scalar(select(Demo))
    assert (demo.title, demo.demo_url, demo.video_url) == ("Bracket", "https://demo.example.org/1", "")
    states = select(ImportRow.state).where(ImportRow.batch_id == batch_of(url).id).order_by(ImportRow.number)
    assert db.session.scalars(states).all()[1] is RowState.ERROR


def without_tokens(html: str) -> str:
    """The page without what is signed anew each second."""
    return re.sub(r"[\w.-]{60,}", "", html)


def test_only_leads_and_admins_bring_in_and_only_their_own(browser):
    ruth = lead()
    url = upload(browser(ruth)).location
    assert browser(factories.person("Ada")).get("/imports/new/devpost").status_code == 403
    assert browser().get("/imports/new/devpost").status_code == 303
    other = browser(factories.person("Eve", roles=(Role.ADMIN,)))
    unknown = other.get("/imports/abcdefghij")
    for answer in (other.get(url), other.post(url), other.post(f"{url}/undo"), other.post(f"{url}/discard")):
        assert answer.status_code == 404
    assert without_tokens(other.get(url).text) == without_tokens(unknown.text)
    assert other.get("/imports/new/nothing").status_code == 404
    assert browser(ruth).get("/imports/new/people").status_code == 403
    assert browser(ruth).post(f"{url}/discard").status_code == 303
    assert number(ImportBatch) == number(ImportRow) == 0
