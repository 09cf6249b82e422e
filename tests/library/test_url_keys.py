import re
from pathlib import Path

import pytest

from learnhub.library.url_keys import LONGEST_KEY, TRACKERS, is_address, url_key, work_key

DATA = Path(__file__).parent.parent / "data" / "library"

SAME = [  # two spellings of one page
    ("https://example.org/a", "http://example.org/a"),
    ("https://example.org/a", "HTTPS://example.org/a"),
    ("https://example.org/a", "https://EXAMPLE.org/a"),
    ("https://example.org/a", "https://example.org./a"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a", "https://example.org:443/a"),
    ("https://example.org/a", "http://example.org:80/a"),
    ("https://example.org/a", "https://example.org/a?"),
    ("https://example.org/a", "https://example.org/a#"),
    ("https://example.org/a", "https://example.org/a#introduction"),
    ("https://example.org/a", "https://example.org/a#:~:text=why"),
    ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
    ("https://example.org/a?x=1", "https://example.org/a/?x=1"),
    ("https://example.org/a?x=1", "https://example.org/a?x=1&"),
    ("https://example.org/a?x=1", "https://example.org/a?&x=1"),
    ("https://example.org/a", "https://example.org/a?utm_source=mail"),
    ("https://example.org/a", "https://example.org/a?utm_source=x&utm_medium=y&utm_campaign=z"),
    ("https://example.org/a", "https://example.org/a?UTM_Source=mail"),
    ("https://example.org/a?id=3", "https://example.org/a?utm_term=b&id=3"),
    ("https://example.org/a?id=3", "https://example.org/a?id=3&fbclid=IwAR0"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://BÜCHER.example/a", "https://bücher.example/a"),
    ("https://example.org/größe", "https://example.org/gr%C3%B6%C3%9Fe"),
    ("https://example.org/gr%c3%b6", "https://example.org/gr%C3%B6"),
    ("https://example.org/%7Eada", "https://example.org/~ada"),
    ("https://example.org/a?q=%41", "https://example.org/a?q=A"),
    ("https://example.org/a?q=ö", "https://example.org/a?q=%C3%B6"),
    ("https://example.org/#/docs/start", "http://example.org#/docs/start"),
    ("https://example.org/#!/docs", "https://example.org#!/docs"),
    ("http://[::1]:80/a", "http://[::1]/a"),
    *((f"https://example.org/a?{name}=1", "https://example.org/a") for name in sorted(TRACKERS)),
]
DIFFERENT = [  # two pages that a cleverer function merges
    ("https://example.org/?id=3", "https://example.org/?id=4"),
    ("https://example.org/?page=2", "https://example.org/"),
    ("https://example.org/a?page=2", "https://example.org/a?page=3"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://www.example.org/", "https://example.org/"),
    ("https://m.example.org/", "https://example.org/"),
    ("https://blog.example.org/a", "https://example.org/a"),
    ("https://example.org/a", "https://example.org/a.html"),
    ("https://example.org/", "https://example.org/index.html"),
    ("https://example.org/a", "https://example.org/a/b"),
    ("https://example.org/a", "https://example.org//a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("http://example.org:443/a", "https://example.org/a"),
    ("https://example.org/a?q=a+b", "https://example.org/a?q=a%2Bb"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a?x=a%26b", "https://example.org/a?x=a&b"),
    ("https://example.org/a?x=1&x=2", "https://example.org/a?x=2&x=1"),
    ("https://example.org/a?x=", "https://example.org/a"),
    ("https://example.org/a?ref=main", "https://example.org/a"),
    ("https://example.org/a?source=x", "https://example.org/a"),
    ("https://example.org/a?v=1", "https://example.org/a?V=1"),
    ("https://example.org/#/a", "https://example.org/#/b"),
    ("https://example.org/#!/a", "https://example.org/"),
    ("https://example.org/a?utm=1", "https://example.org/a"),
    ("https://example.org/watch?v=a&t=30", "https://example.org/watch?v=a"),
    ("https://example.org/a;v=1", "https://example.org/a"),
    ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762v1"),
    ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"),
    ("https://github.com/a/b", "https://github.com/a/b/issues"),
    ("https://alice.example.org/", "https://bob.example.org/"),
]
WORKS = [
    ("https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/abs/1706.03762v5", "arxiv:1706.03762"),
    ("http://www.arxiv.org/pdf/1706.03762.pdf", "arxiv:1706.03762"),
    ("https://arxiv.org/pdf/1706.03762v2.pdf", "arxiv:1706.03762"),
    ("https://ar5iv.labs.arxiv.org/html/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/abs/cs/0112017", "arxiv:cs/0112017"),
    ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
    ("https://doi.org/10.1145/3394486.3403376", "doi:10.1145/3394486.3403376"),
    ("https://dl.acm.org/doi/pdf/10.1145/3394486.3403376", "doi:10.1145/3394486.3403376"),
    ("https://www.youtube.com/watch?v=kCc8FmEb1nY&t=30s", "youtube:kCc8FmEb1nY"),
    ("https://youtu.be/kCc8FmEb1nY?si=x", "youtube:kCc8FmEb1nY"),
    ("https://m.youtube.com/watch?v=kCc8FmEb1nY&list=PL", "youtube:kCc8FmEb1nY"),
    ("https://www.youtube.com/live/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
    ("https://github.com/Karpathy/nanoGPT", "github:karpathy/nanogpt"),
    ("https://github.com/karpathy/nanoGPT.git", "github:karpathy/nanogpt"),
    ("https://openlibrary.org/isbn/9780262035613", "isbn:9780262035613"),
    ("https://www.amazon.com/dp/0262035618/", "isbn:9780262035613"),
    ("https://arxiv.org/list/cs.CL/recent", None),
    ("https://www.youtube.com/playlist?list=PL", None),
    ("https://github.com/topics/llm", None),
    ("https://github.com/karpathy/nanoGPT/blob/master/model.py", None),
    ("https://www.amazon.com/dp/0262035619/", None),
    ("https://example.org/a", None),
]
REFUSED = [
    *("javascript:alert(1)", "data:text/html,x", "place:folder", "file:///etc/passwd", "ftp://example.org"),
    *("", "example.org", "https://", "https:///a", "https://ada:secret@example.org/", "https://a@b.org/"),
    *("https://example.org:99999/", "https://example.org:0/", "https://exa mple.org/", "https://[::1/"),
    "https://example.org/" + "a" * 2000,
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_page_have_one_key(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_have_different_keys(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_is_refused(url):
    assert not is_address(url)
    with pytest.raises(ValueError, match="not an address"):
        url_key(url)


@pytest.mark.parametrize(("url", "work"), WORKS)
def test_a_work_is_known_by_its_number(url, work):
    assert work_key(url) == work


def test_a_key_is_as_it_is_stored():
    assert url_key("HTTP://Example.org:80/A/?b=2&a=1&utm_id=3#top") == "example.org/A?a=1&b=2"


def test_a_long_key_becomes_a_digest_that_still_tells_pages_apart():
    start = "https://example.org/" + "a" * 1200
    assert len(url_key(start)) <= LONGEST_KEY
    assert url_key(start) != url_key(start + "b")
    assert url_key(start) == url_key(start + "/")


def test_no_two_real_pages_merge():
    """The links of two awesome lists, 779 case studies, three browsers' bookmarks and a bibliography."""
    links = {link for file in sorted(DATA.iterdir()) for link in _links(file)}
    keys = {url_key(link) for link in links}
    assert len(links) > 1200
    assert len(keys) == len(links)


def _links(file: Path) -> set[str]:
    text = file.read_text(encoding="utf-8", errors="replace").replace("&amp;", "&")
    if file.suffix == ".md":
        return set(re.findall(r"\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)", text))
    return set(re.findall(r'https?://[^\s"<>{},]+', text))
