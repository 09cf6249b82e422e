"""On which headers of the request an answer depends."""

from flask.wrappers import Response


def on(response: Response, *names: str) -> None:
    """Say that the answer depends on these, too. Three places say so of each answer, and Werkzeug's own set
    would be read from the header, and written to it, for each.
    """
    said = response.headers.get("Vary", "")
    known = {name.strip().lower() for name in said.split(",")}
    more = [name for name in names if name.lower() not in known]
    if more:
        response.headers["Vary"] = ", ".join([*([said] if said else []), *more])
