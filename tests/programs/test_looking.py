"""Admins who do not host: they open a list when it is needed, for an hour, and that is written down."""

from datetime import timedelta

import pytest

from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.people.models import Role
from learnhub.programs import answers
from learnhub.programs.asked_models import FieldKind
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("make", [factories.talk, factories.coming])
def test_an_admin_opens_who_signed_up_for_an_hour_and_the_hosts_see_it(browser, clock, make):
    host, root = factories.person("Hugo", roles=(Role.LEAD,)), factories.person("Rut", roles=(Role.ADMIN,))
    program = make(host, capacity=1) if make is factories.coming else make(host, on_site=1, call_url="")
    open_, alone = (factories.sign_up_field(program, FieldKind.LINE, sensitive=each) for each in (0, 1))
    mine = answers.sign_up(
        factories.person("Ina"), program, None, {open_.key: ["openly"], alone.key: ["alone"]}
    )
    save(mine).name_shown = False
    factories.sign_up(program, factories.person("Wim"))
    at = f"{program.url}/host" if make is factories.talk else f"{program.desk}/sign-ups"
    pages = [at, f"{program.desk}/people", f"{program.desk}/sign-ups.csv"]
    assert not [path for path in pages if "Ina" in browser(root).get(path).text]
    assert browser(root).get(f"{program.desk}/sign-ups/remove?person={mine.person.key}").status_code == 403
    assert browser(factories.person("Eve")).post(f"{program.desk}/look").status_code == 403
    assert browser(root).post(f"{program.desk}/look", data={"to": at}).location == at
    for path in (at, pages[2]):
        seen = browser(root).get(path).text
        assert ("Ina" in seen, "openly" in seen, "alone</" in seen, "Wim" in seen) == (
            True,
            True,
            False,
            False,
        )
    summed = f"{program.desk}/sign-ups/answers"
    assert ("openly" in browser(host).get(summed).text, "alone" in browser(host).get(summed).text) == (
        True,
        True,
    )
    assert "Fewer than five people answered" in browser(root).get(summed).text
    assert "openly" not in browser(root).get(summed).text
    [entry] = db.session.query(AuditEntry).filter_by(act="signups.looked_at")
    assert (entry.actor_id, entry.ref_kind, entry.ref_id) == (root.id, program.kind, program.id)
    assert "Rut opened this list as an admin" in browser(host).get(at).text
    clock.shift(timedelta(minutes=61))
    assert "Ina" not in browser(root).get(at).text
