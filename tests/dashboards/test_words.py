"""What the dashboard says of its own numbers."""

from learnhub.dashboards.pages import DEFINITION


def test_the_definition_says_when_members_and_hosts_count():
    assert "When a demo is handed in, every member of its team counts." in DEFINITION
    assert "Hosts of a hackathon count when its demos close" in DEFINITION
