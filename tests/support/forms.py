"""What a browser would send of a page's form that nobody changed."""

from dataclasses import dataclass

from lxml import html


@dataclass(frozen=True)
class Shown:
    """A form as a page shows it: where it goes, and what is in its fields, by name."""

    action: str
    fields: dict[str, list[str]]


def shown(text: str, path: str, field: str) -> Shown:
    """Return the form of the page at `path` that has a field of this name."""
    forms = html.fromstring(text).forms
    found = next(form for form in forms if form.method == "POST" and field in form.fields)
    fields: dict[str, list[str]] = {}
    for name, value in found.form_values():
        fields.setdefault(name, []).append(value)
    return Shown(found.get("action") or path, fields)
