"""One page as a tagged PDF: each line is a heading or a paragraph to a screen reader, in the order given.

fpdf2 tags pictures alone; the structure is written through what it has for them. Its version is pinned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = Path(__file__).parent / "fonts" / "dejavu-serif.ttf"
WIDE, MARGIN = 297.0, 30.0  # millimetres, A4 across
INK = (28, 26, 23)


@dataclass(frozen=True, slots=True)
class Line:
    """A heading ("H1") or paragraph ("P"); `size` in points, `below` in millimetres."""

    text: str
    tag: str = "P"
    size: float = 14
    below: float = 6


def page(title: str, lines: Sequence[Line], *, language: str, at: datetime) -> bytes:
    """Return an A4 page across, with these lines in its middle; the same for the same arguments.

    Letters that the font lacks stand in the text for screen readers and search, and are drawn as boxes.
    """
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    made = FPDF(orientation="landscape", format="A4")
    made.set_title(title)
    made.set_lang(language)
    made.set_creation_date(at)
    made.viewer_preferences = ViewerPreferences(display_doc_title=True)
    made.set_margins(MARGIN, MARGIN)
    made.set_auto_page_break(False)
    made.add_font("serif", fname=FONT)
    made.add_page()
    made.set_text_color(*INK)
    made.set_y(MARGIN + 15)
    for line in lines:
        _write(made, line)
    return bytes(made.output())


def _write(made: "FPDF", line: Line) -> None:
    mcid = made.struct_builder.next_mcid_for_page(made.page)
    made._add_marked_content(struct_type=f"/{line.tag}", mcid=mcid)
    made.set_font("serif", size=line.size)
    made._out(f"/{line.tag} <</MCID {mcid}>> BDC")
    made.multi_cell(WIDE - 2 * MARGIN, line.size * 0.5, line.text, align="C", new_x="LMARGIN", new_y="NEXT")
    made._out("EMC")
    made.ln(line.below)
