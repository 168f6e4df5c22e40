"""What a zip archive really is, read from its table of contents: nothing in it is ever unpacked whole."""

import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.texts import filesize_text, number_text
from sdgplatform.uploads import types
from sdgplatform.uploads.types import FileType

MAX_MEMBERS = 10_000
MAX_UNPACKED = 4 * 1000**3
MAX_GROWTH = 300
GROWTH_FREE = 100 * 1000**2
MAX_HEAD = 512 * 1024

CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {f"{known.content_type}.main+xml": known for known in (types.DOCX, types.PPTX, types.XLSX)}
ODF_TYPES = {known.content_type: known for known in (types.ODT, types.ODP, types.ODS)}
MACRO_EXTENSIONS = {".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".ppam", ".xlsm", ".xltm", ".xlam", ".xlsb"}
PROGRAM_EXTENSIONS = {
    *(".exe", ".dll", ".msi", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse"),
    *(".wsf", ".hta", ".jar", ".sh", ".lnk", ".apk", ".app", ".dmg", ".iso", ".reg", ".cpl"),
}

BROKEN = ValidationError(_("The file is damaged: it cannot be read to its end."), code="damaged")
WITH_MACROS = ValidationError(
    _("The document contains macros, which are not accepted. Save it without macros."), code="macros"
)
ENCRYPTED = ValidationError(
    _("The file is protected with a password. Take the protection off."), code="encrypted"
)


def archive_type(file: BinaryIO) -> FileType:
    """Which allowed type an archive is; raises ValidationError for what must not be kept."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _checked_type(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, UnicodeError, ValueError) as error:
        raise BROKEN from error


def _checked_type(archive: zipfile.ZipFile) -> FileType:
    members = archive.infolist()
    _check_size(members)
    names = {member.filename for member in members}
    found = _office_type(archive, names) or _odf_type(archive, names)
    if any(member.flag_bits & 0x1 for member in members):
        raise ENCRYPTED
    if found is None:
        _check_members(names)
    return found or types.ZIP


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise ValidationError(
            _("The archive holds %(count)s files. At most %(max)s are taken."),
            code="too_many_members",
            params={"count": number_text(len(members)), "max": number_text(MAX_MEMBERS)},
        )
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MAX_UNPACKED or (unpacked > GROWTH_FREE and unpacked / packed > MAX_GROWTH):
        raise ValidationError(
            _("Unpacked, the file would grow to %(size)s. Such files are not accepted."),
            code="bomb",
            params={"size": filesize_text(unpacked)},
        )


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of one member; a member that claims to be small cannot make us read more."""
    try:
        with archive.open(name) as member:
            return member.read(MAX_HEAD)
    except RuntimeError as error:  # what zipfile raises when a password is needed
        raise ENCRYPTED from error
    except (zipfile.BadZipFile, zipfile.zlib.error, OSError, EOFError) as error:  # type: ignore[attr-defined]
        raise BROKEN from error


def _office_type(archive: zipfile.ZipFile, names: set[str]) -> FileType | None:
    if CONTENT_TYPES not in names:
        return None
    try:
        declared = ElementTree.fromstring(_head(archive, CONTENT_TYPES))
    except (ElementTree.ParseError, ValueError) as error:
        raise BROKEN from error
    kinds = {item.get("ContentType", "") for item in declared}
    has_code = any("vbaproject" in name.lower() or "/macrosheets/" in name.lower() for name in names)
    if has_code or any("macroenabled" in kind.lower() for kind in kinds):
        raise WITH_MACROS
    return next((known for kind, known in MAIN_PARTS.items() if kind in kinds), None)


def _odf_type(archive: zipfile.ZipFile, names: set[str]) -> FileType | None:
    if "mimetype" not in names:
        return None
    found = ODF_TYPES.get(_head(archive, "mimetype").decode("ascii", "replace").strip())
    if found and any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise WITH_MACROS
    return found


def _check_members(names: set[str]) -> None:
    for name in sorted(names):
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in "".join(parts.parts[:1]):
            raise ValidationError(
                _("The archive holds a path that leads outside of it: %(name)s."),
                code="unsafe_path",
                params={"name": name[:100]},
            )
        if parts.suffix.lower() in MACRO_EXTENSIONS | PROGRAM_EXTENSIONS:
            raise ValidationError(
                _("The archive holds %(name)s. Programs and documents with macros are not accepted."),
                code="program",
                params={"name": parts.name[:100]},
            )
