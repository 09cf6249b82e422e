"""The catalogue, the editor and the completion in a browser without JavaScript."""

import re

import pytest

from learnhub.courses import queries, versions
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("app")


def test_a_course_from_its_title_to_its_reviews(browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    page = browser(ada)
    shown = page.post("/courses/new", data={"title": "Agents", "level": "working"}, follow_redirects=True)
    assert "in the catalogue now, for everyone" in shown.text
    key = re.search(r"/courses/([a-z2-9]{10})", shown.request.path)[1]
    course, outline = queries.course(ada, key), f"/courses/{key}/outline"

    def add(**line):
        return page.post(outline, data={"counts": "y", "version": fresh(course).version, **line})

    assert add(kind="part", title="Part one").status_code == 303
    assert (
        add(kind="session", title="Kick-off", week="1", weekday="0", at="17:00", minutes="90").status_code
        == 303
    )
    assert add(kind="deliverable", title="Report", week="1", hours="2.5").status_code == 303
    wrong = add(kind="session", title="Never", weekday="3")
    assert (wrong.status_code, "Say which week that day is in" in wrong.text) == (422, True)
    lines = versions.lines(queries.current(fresh(course)))
    assert [line.title for line in lines] == ["Part one", "Kick-off", "Report"]
    shown = page.get(f"{outline}/{lines[1].key}").text
    assert 'value="17:00"' in shown
    assert '<option selected value="0">Monday' in shown
    assert ada.email in page.get(f"/courses/{key}/edit").text
    last, stale = lines[-1].key, {"version": 1, "to": "up"}
    assert page.post(f"{outline}/{last}/move", data=stale).status_code == 409
    page.post(f"{outline}/{last}/move", data=stale | {"version": fresh(course).version})
    form = {"title": "Essay", "kind": "deliverable", "week": "2", "version": fresh(course).version}
    page.post(f"{outline}/{last}", data=form)
    page.post(f"{outline}/{lines[1].key}/take-out", data={"version": fresh(course).version})
    assert [line.title for line in versions.lines(queries.current(fresh(course)))] == ["Part one", "Essay"]
    assert browser(bob).get(outline).status_code == 403

    said = {"finished_on": "2020-01-31", "worth": "For whoever begins.", "proof": "My own note."}
    browser(bob).post(f"/courses/{key}/completed", data=said)
    shown = page.get(f"/courses/{key}").text
    assert ("For whoever begins." in shown, "My own note." in shown) == (True, False)
    assert "My own note." in browser(bob).get(f"/courses/{key}/completed").text
    to_come = browser(bob).post(f"/courses/{key}/completed", data={"finished_on": "2090-01-31"})
    assert "still to come" in to_come.text


def test_the_catalogue_filters_in_the_address_and_the_changes_are_readable(browser):
    ada, lead = factories.person("Ada"), factories.person("Lea", roles=[Role.LEAD])
    course = factories.course(ada, "Agents", provider="Hugging Face", hours=30, url="https://example.org/c")
    resource = factories.resource(ada, "The page of it", url="https://example.org/c", kind="course")
    assert f"/courses/{course.key}" in browser(ada).get(f"/library/{resource.key}").text
    save(factories.course(ada, "Networks", provider="A school"))
    goal = factories.goal(lead, factories.unit("Labs"))
    page = browser(lead)
    tie = {"goal": goal.key, "why": "It is the way there."}
    page.post(f"/ties/course/{course.key}", data=tie)
    for asked in ("provider=Hugging+Face", "level=&sort=new&hours=long", f"goal={goal.key}"):
        found = page.get(f"/courses?{asked}").text
        assert (course.key in found, "Networks</a>" in found) == (True, False), asked
    assert "No course matches" in page.get("/courses?level=deep").text
    versions.fix(queries.current(course).id)
    save(course)
    page.post(
        f"/courses/{course.key}/outline",
        data={"kind": "session", "title": "First", "version": course.version},
    )
    assert "1 line added." in page.get(f"/courses/{course.key}/changes").text
