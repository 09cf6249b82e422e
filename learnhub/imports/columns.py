"""Which column holds what: matched by header, chosen by a person where that does not say it."""

import re
from collections.abc import Mapping, Sequence

from learnhub.core.errors import Invalid
from learnhub.imports.importer import Field


def plain(header: str) -> str:
    """Return a header as it is compared: letters and digits, lower case, “manager’s” as “manager”."""
    return re.sub(r"['’]s\b|[\W_]+", "", header.casefold())


def matched(fields: Sequence[Field], headers: Sequence[str], before: Mapping[str, str]) -> dict[str, str]:
    """Return field → header: as chosen `before` for a file of this kind, else by the usual headers.

    A header serves one field; those named first come first.
    """
    by_plain: dict[str, str] = {}
    for header in headers:
        by_plain.setdefault(plain(header), header)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for each in fields:
        usual = (by_plain.get(plain(name)) for name in (each.label, *each.names))
        remembered = before.get(each.name)
        choices = [remembered if remembered in headers else None, *usual]
        match = next((choice for choice in choices if choice and choice not in taken), None)
        if match:
            found[each.name] = match
            taken.add(match)
    return found


def missing(fields: Sequence[Field], mapping: Mapping[str, str]) -> list[Field]:
    """Return the required fields that no column holds."""
    return [each for each in fields if each.required and not mapping.get(each.name)]


def require(fields: Sequence[Field], mapping: Mapping[str, str], headers: Sequence[str]) -> None:
    """Raise Invalid that names the column which is not there, and those that are."""
    lacking = missing(fields, mapping)
    if lacking:
        names = " and no column ".join(f"“{each.label}”" for each in lacking)
        shown = ", ".join(f"“{header[:40]}”" for header in headers[:12])
        more = f" and {len(headers) - 12} more" if len(headers) > 12 else ""
        raise Invalid(f"The file has no column {names}. Its columns are {shown}{more}.", "file")


def chosen(fields: Sequence[Field], headers: Sequence[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the mapping that a person asked for. Raises Invalid for what cannot be, by field."""
    by_name = {each.name: each for each in fields}
    mapping: dict[str, str] = {}
    for name, header in wanted.items():
        if name not in by_name:
            raise Invalid(f"There is no field “{name}”. The fields are {', '.join(by_name)}.", name)
        if not header:
            continue
        if header not in headers:
            raise Invalid(f"The file has no column “{header}”.", name)
        if header in mapping.values():
            raise Invalid(f"The column “{header}” is chosen twice.", name)
        mapping[name] = header
    if lacking := missing(fields, mapping):
        raise Invalid(f"Choose a column for “{lacking[0].label}”.", lacking[0].name)
    return mapping
