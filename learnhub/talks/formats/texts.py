"""Files as text, bounded."""

from typing import BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import MOST_BYTES, decoded


def text_of(stream: BinaryIO, most: int = MOST_BYTES) -> str:
    """Return a file as text, with Unix line ends. Raises Invalid for what is none, and for too much."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise Invalid(f"The file is larger than {most // 1024 // 1024} MB.", "file")
    text = decoded(data)
    if text is None:
        raise Invalid("This is no text. Choose another file.", "file")
    return text.replace("\r\n", "\n").replace("\r", "\n")
