"""Headers as they are sent. What mail programs read letter by letter, all in `<…>`, is never an encoded word.

The standard library parses each header of each mail, and each of its parts, before it writes it: that took
half of what a mail costs, for headers of which most are the same each time.
"""

import re
from email.header import Header
from email.utils import formataddr

from learnhub.core.text import ascii_email, one_line

LONGEST = 78  # characters of a line, where its words allow it
FOLD = "\r\n "
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>(),;:\\\"]+")


def words(name: str, text: str) -> str:
    """Return a header of words, folded; those that are not ASCII encoded."""
    if text.isascii() and len(name) + len(text) + 2 <= LONGEST:  # as nearly all are
        return whole(name, text)
    charset = "us-ascii" if text.isascii() else "utf-8"
    written = Header(text, charset, header_name=name, maxlinelen=LONGEST).encode(linesep="\r\n")
    return f"{name}: {written}\r\n"


def whole(name: str, value: str) -> str:
    """Return a header whose `<…>` goes out as it is, folded before it where words make the line long.

    Raises ValueError for what would be more than one header.
    """
    unfolded = value.replace(FOLD, " ")  # as `phrase` folds a long name: the line after still belongs to it
    if "\r" in unfolded or "\n" in unfolded:
        raise ValueError(f"{name} holds the end of a line")
    if len(name) + len(value) + 2 > LONGEST:
        value = "\r\n <".join(value.rsplit(" <", 1))
    return f"{name}: {value}\r\n"


def mailbox(name: str, address: str) -> str:
    """Return a name with its address. Raises ValueError for an address that no header can hold."""
    bare = ascii_email(one_line(address))
    if not ADDRESS.fullmatch(bare):
        raise ValueError("no header can hold this address")
    name = one_line(name)
    return formataddr((name, bare)) if name.isascii() else f"{phrase(name)} <{bare}>"


def phrase(text: str) -> str:
    """Return words that may stand before a `<…>`; those that are not ASCII encoded, and they alone."""
    return text if text.isascii() else Header(text, "utf-8").encode(linesep="\r\n")
