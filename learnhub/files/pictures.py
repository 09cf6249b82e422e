"""Draws an uploaded picture anew: bounded, upright, without what its maker's camera wrote into it."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING

from learnhub.core.errors import Invalid
from learnhub.files.models import Size

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST_FILE = 5_000_000  # bytes
LARGEST_AREA = 50_000_000  # pixels: a phone's largest camera
SIDES = {Size.LARGE: 1600, Size.SMALL: 640}  # pixels, the longer side
PORTRAIT = {Size.LARGE: 480, Size.SMALL: 120}  # pixels, each side: a face is shown small, and many at once
FACE = (0.5, 0.35)  # where a face is sought: above the middle
QUALITY = 82


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is fit to be kept: WebP bytes by size, and the pixels of the large one."""

    width: int
    height: int
    bodies: dict[Size, bytes]


def draw(stream: IO[bytes], name: str, *, portrait: bool = False) -> Drawing:
    """Return the picture drawn anew in each size, a portrait cut to a square.

    Raises Invalid, naming the file, for what is too large or is no PNG, JPEG or WebP.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Invalid(f"“{name}” is larger than 5 MB. Make it smaller and choose it again.", "pictures")
    try:
        image = _load(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid(
            f"“{name}” cannot be read as a picture. Choose a PNG, JPEG or WebP file.", "pictures"
        ) from error
    if portrait:
        side = min(image.size)
        image = ImageOps.fit(image, (side, side), centering=FACE)
    bodies = {size: _encode(image, side) for size, side in (PORTRAIT if portrait else SIDES).items()}
    with Image.open(BytesIO(bodies[Size.LARGE])) as large:
        return Drawing(*large.size, bodies=bodies)


def _load(content: bytes) -> "Image":
    """Decode the first frame, no larger than needed, and turn it upright."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound below is ours
        image = Image.open(BytesIO(content), formats=FORMATS)
    if image.width * image.height > LARGEST_AREA:
        raise ValueError("too many pixels")
    side = SIDES[Size.LARGE]
    image.draft("RGB", (side, side))  # a JPEG is decoded small at once
    image.thumbnail((side, side), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    return upright.convert("RGBA" if upright.mode in {"RGBA", "LA", "PA", "P"} else "RGB")


def _encode(image: "Image", side: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    out = BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
