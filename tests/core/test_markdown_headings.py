import pytest

from learnhub.core.text import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One", "<h3>One</h3>\n"),
        ("## One", "<h3>One</h3>\n"),
        ("### One\n#### Two", "<h3>One</h3>\n<h4>Two</h4>\n"),
        ("# One\n## Two", "<h3>One</h3>\n<h4>Two</h4>\n"),
        ("# One\n###### Six", "<h3>One</h3>\n<h5>Six</h5>\n"),
    ],
)
def test_headings_begin_below_those_of_the_page(text, html):
    assert markdown(text) == html
