"""Files that leave: named, to be kept by whoever asked for them, and by nothing on the way."""

from flask.wrappers import Response


def download(body: str | bytes, name: str, media: str = "text/csv") -> Response:
    """Answer with a file of that name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype=media, headers=headers)
