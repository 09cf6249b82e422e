"""The picture of an address that a phone's camera reads."""

from markupsafe import Markup


def picture(address: str) -> Markup:
    """Return a QR code as inline SVG, dark on white in any scheme: cameras need the contrast."""
    import segno

    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(border=3, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)
