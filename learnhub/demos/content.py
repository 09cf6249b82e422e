"""What a demo says, apart from how it is stored: the same of a draft, of a snapshot and of a form."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Row

from learnhub.demos.models import DataClass, Demo, PersonalData
from learnhub.files.models import Picture

TEXTS = ("title", "pitch", "story", "ai_used", "model_provider")
LINKS = ("repository_url", "demo_url", "video_url", "slides_url")
WRITTEN = (*TEXTS, *LINKS, "built_with", "data_class", "personal_data")  # what `of` reads of a demo


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a demo: the key of its file and what it shows."""

    key: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that people read of a demo. Texts may be empty while it is a draft."""

    title: str = ""
    pitch: str = ""
    story: str = ""  # Markdown
    repository_url: str = ""
    demo_url: str = ""
    video_url: str = ""
    slides_url: str = ""
    built_with: list[str] = field(default_factory=list)
    ai_used: str = ""
    data_class: DataClass | None = None
    personal_data: PersonalData | None = None
    model_provider: str = ""
    pictures: list[Shot] = field(default_factory=list)
    prizes: list[str] = field(default_factory=list)  # names

    def as_dict(self) -> dict[str, Any]:
        """Return what a snapshot keeps: JSON."""
        return asdict(self)


def of(
    demo: Demo | Row[Any],
    pictures: Iterable[Picture | Row[str, str, int, int]] = (),
    prizes: Iterable[str] = (),
) -> Content:
    """Return what the demo says now."""
    return Content(
        **{name: getattr(demo, name) for name in (*TEXTS, *LINKS)},
        built_with=[*demo.built_with],
        data_class=demo.data_class,
        personal_data=demo.personal_data,
        pictures=[Shot(each.key, each.alt, each.width, each.height) for each in pictures],
        prizes=[*prizes],
    )


def kept(stored: dict[str, Any]) -> Content:
    """Return what a snapshot kept."""
    values = dict(stored)
    values["pictures"] = [Shot(**each) for each in stored["pictures"]]
    values["data_class"] = DataClass(stored["data_class"]) if stored["data_class"] else None
    values["personal_data"] = PersonalData(stored["personal_data"]) if stored["personal_data"] else None
    return Content(**values)


def glimpse(stored: dict[str, Any]) -> tuple[str, str, str | None, list[str]]:
    """Return of what a snapshot kept what the gallery says: title, pitch, first picture, prizes."""
    first = next((each["key"] for each in stored["pictures"]), None)
    return stored["title"], stored["pitch"], first, stored["prizes"]


def with_pictures(content: Content, shots: list[Shot]) -> Content:
    """Return the same with these pictures."""
    return replace(content, pictures=shots)
