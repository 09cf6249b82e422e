"""What some people show instead of their initials: drawn patterns, since nobody here has a face."""

from io import BytesIO

from PIL import Image, ImageDraw

from learnhub.files.pictures import Drawing, draw
from learnhub.people import photos
from seed.company import Company

SHOWN = (
    *("Maya Lindqvist", "Jonas Beck", "Ingrid Solheim", "Pavel Novák", "Hana Kimura", "Tomasz Wilk"),
    *("Noor Rahman", "Ines Carvalho", "Sara Lund", "Kofi Mensah", "Greta Nilsson", "Wanjiru Kamau"),
)
COLOURS = (  # ground, then the three that lie on it
    ("#e9dcc3", "#2f4858", "#c8553d", "#f28f3b"),
    ("#d7e3dc", "#33658a", "#86bbd8", "#f6ae2d"),
    ("#ecd9d0", "#4a5759", "#b08968", "#7f9c7a"),
    ("#dcd6e6", "#3d405b", "#81b29a", "#e07a5f"),
)
CELL = 160  # pixels; there are three by three
TURNS = ((0, 0, 0), (1, 0, 90), (1, 1, 180), (0, 1, 270))  # corner of the cell, and where its arc begins


def drawn() -> dict[str, Drawing]:
    """Draw the photos, by name: slow, so before the transaction."""
    return {name: draw(_pattern(name), name, portrait=True) for name in SHOWN}


def make(people: Company, drawings: dict[str, Drawing]) -> None:
    """Show them."""
    for name, drawing in drawings.items():
        photos.put(people[name], drawing)


def _pattern(name: str) -> BytesIO:
    """Draw quarter circles in cells; which, and in which colours, follows from the name alone."""
    said = sum(letter * place for place, letter in enumerate(name.encode(), 1))
    ground, *inks = COLOURS[said % len(COLOURS)]
    picture = Image.new("RGB", (3 * CELL, 3 * CELL), ground)
    brush = ImageDraw.Draw(picture)
    for cell in range(9):
        said = (said * 1103515245 + 12345) % 2**31
        left, top = cell % 3 * CELL, cell // 3 * CELL
        right, down, begins = TURNS[said // 7 % 4]
        x, y = left + right * CELL, top + down * CELL
        for ring, radius in enumerate((CELL, CELL // 2)):
            ink = inks[(said // 64 + ring) % 3]
            brush.pieslice((x - radius, y - radius, x + radius, y + radius), begins, begins + 90, fill=ink)
    out = BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out
