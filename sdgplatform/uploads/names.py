"""The name under which a file is given back: accents kept, everything that could mislead taken out."""

import unicodedata
from pathlib import PurePosixPath

MAX_LENGTH = 255
UNNAMED = "file"


def clean_name(name: str | None) -> str:
    """The last part of the path, composed, without control, direction or other invisible characters."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter if letter.isprintable() else "" for letter in unicodedata.normalize("NFC", last))
    plain = " ".join(shown.translate({ord(mark): "_" for mark in '<>:"|?*'}).split()).strip(". ")
    return _shortened(plain) or UNNAMED


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix[:20]
    return name if len(name) <= MAX_LENGTH else name[: MAX_LENGTH - len(suffix)] + suffix


def extension_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
