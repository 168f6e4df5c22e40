"""Opening a zip (a workbook is one too) within the limits of E12."""

import zipfile
from typing import IO

from django.utils.translation import gettext as _

from alignment.exchange import limits
from alignment.exchange.findings import FileRefused
from sdgplatform.ui.texts import filesize_text

BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, UnicodeError, zipfile.zlib.error)  # type: ignore[attr-defined]


def damaged() -> FileRefused:
    return FileRefused(_("The file is damaged: it cannot be read to its end."))


def entities_refused() -> FileRefused:
    return FileRefused(_("The workbook defines XML entities. Such files are not accepted."))


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except (*BROKEN, ValueError) as error:
        raise damaged() from error
    _check(archive.infolist())
    return archive


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MEMBERS:
        raise FileRefused(
            _("The file holds %(count)s parts; at most %(most)s are read.")
            % {"count": len(members), "most": limits.MEMBERS}
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused(_("The file is protected with a password. Take the protection off."))
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > limits.GROWTH_FREE
        and member.file_size > limits.GROWTH * max(1, member.compress_size)
        for member in members
    )
    if unpacked > limits.UNPACKED_BYTES or swollen:
        raise FileRefused(
            _(
                "Unpacked, the file would grow to %(size)s; it was not opened. Delete empty rows and"
                " columns that carry formats, or copy the values into the template."
            )
            % {"size": filesize_text(unpacked)}
        )
