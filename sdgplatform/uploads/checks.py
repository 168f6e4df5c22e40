"""The one check that every uploaded file passes, in forms, in the API, in commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.texts import filesize_text
from sdgplatform.uploads import contents, types
from sdgplatform.uploads.archives import MACRO_EXTENSIONS, WITH_MACROS
from sdgplatform.uploads.names import clean_name, extension_of
from sdgplatform.uploads.types import FileType, extensions_of, labels_of


@dataclass(frozen=True)
class CheckedFile:
    """What a file turned out to be. `name` is fit to be shown and given back."""

    kind: str
    content_type: str
    extension: str
    name: str
    size: int


def check_file(
    file: "File[Any]", *, allowed: Iterable[FileType] = types.MATERIALS, max_bytes: int | None = None
) -> CheckedFile:
    """Tells the type by content and compares it with the name; raises ValidationError for everything else.

    The file is left at its beginning. Archives are not unpacked.
    """
    allowed = tuple(allowed)
    name = clean_name(file.name)
    size = int(file.size or 0)
    _check_size(size, settings.UPLOAD_MAX_BYTES if max_bytes is None else max_bytes)
    named = _check_extension(name, allowed)
    try:
        content_type = _check_content(file, size, named, allowed)
    finally:
        file.seek(0)
    return CheckedFile(named.kind, content_type, extension_of(name), name, size)


def _check_size(size: int, max_bytes: int) -> None:
    if size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    if size > max_bytes:
        raise ValidationError(
            _("The file has %(size)s. At most %(max)s are taken."),
            code="too_large",
            params={"size": filesize_text(size), "max": filesize_text(max_bytes)},
        )


def _check_extension(name: str, allowed: tuple[FileType, ...]) -> FileType:
    extension = extension_of(name)
    named = next((known for known in allowed if extension in known.extensions), None)
    if named:
        return named
    if extension in MACRO_EXTENSIONS:
        raise WITH_MACROS
    raise ValidationError(
        _("%(name)s: this type is not accepted. Accepted are: %(types)s."),
        code="extension",
        params={"name": name, "types": labels_of(allowed)},
    )


def _check_content(file: Any, size: int, named: FileType, allowed: tuple[FileType, ...]) -> str:
    found = contents.binary_type(file, size)
    if found is None and named.is_text:
        encoding = contents.text_encoding(file)
        if encoding:
            return f"{named.content_type}; charset={encoding}"
    if found != named:
        raise _wrong_content(file, found, named, allowed)
    return named.content_type


def _wrong_content(
    file: Any, found: FileType | None, named: FileType, allowed: tuple[FileType, ...]
) -> ValidationError:
    if found in allowed:
        message = _(
            "The name says %(named)s, the content is %(found)s. Give the file the ending %(extension)s."
        )
    elif found or contents.name_of_content(file):
        message = _("The name says %(named)s, but the content is %(found)s.")
    else:
        message = _("The content is not %(named)s. The file may be damaged or have a wrong ending.")
    params = {
        "named": named.label,
        "found": found.label if found else contents.name_of_content(file),
        "extension": extensions_of([found])[0] if found else "",
    }
    return ValidationError(message, code="content", params=params)
