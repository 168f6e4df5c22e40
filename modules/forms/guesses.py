"""What a file's name and type say about its language and its part. Only a proposal: the form shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from modules.models import Part, PartEdition, PartKind
from sdgplatform.search import fold
from sdgplatform.uploads.models import Upload

SUFFIX = re.compile(
    r"[\s._-]+(?:v\d+[\s._-]+)?\(?(pt[-_ ]?br|es|pt|en|fr|esp|por|eng|fra)\)?(?:[\s._-]+v\d+)?$", re.I
)
VERSION = re.compile(r"[\s._-]+v\d+$", re.I)
LANGUAGES = {
    **{"es": "es", "esp": "es", "en": "en", "eng": "en", "fr": "fr", "fra": "fr"},
    **{"pt": "pt-br", "por": "pt-br", "ptbr": "pt-br"},
}
KINDS = {
    **dict.fromkeys(("PPTX", "ODP"), PartKind.PRESENTATION),
    **dict.fromkeys(("XLSX", "ODS"), PartKind.TOOL),
    **dict.fromkeys(("MP4", "WEBM"), PartKind.VIDEO),
}


@dataclass(frozen=True)
class Guess:
    """`part` is a value of the form's choice: a code, or `new:KIND`."""

    part: str = ""
    language: str = ""


def guess_language(name: str) -> str:
    """`guía_pt.pdf` -> pt-br; empty when the name does not say."""
    found = SUFFIX.search(PurePosixPath(name).stem)
    return LANGUAGES[re.sub(r"[^a-z]", "", found.group(1).lower())] if found else ""


def plain_stem(name: str) -> str:
    """The name without ending, language and version, as words: `ficha_03_es.pdf` -> "ficha 03"."""
    stem = VERSION.sub("", SUFFIX.sub("", PurePosixPath(name).stem))
    return " ".join(re.sub(r"[_]+", " ", stem).split()) or name


def guess_kind(upload: Upload) -> PartKind:
    known = KINDS.get(upload.type_label)
    if known:
        return known
    return PartKind.GUIDE if re.search(r"gui[ad]|guide", fold(upload.original_name)) else PartKind.HANDOUT


def guess_place(upload: Upload, parts: Sequence[Part], editions: Sequence[PartEdition]) -> Guess:
    """A part that had a file of this name, else the only part of its kind, else a new one."""
    language = guess_language(upload.original_name)
    stem = fold(plain_stem(upload.original_name))
    for edition in editions:
        if edition.upload and fold(plain_stem(edition.upload.original_name)) == stem:
            return Guess(edition.part.code, language)
    for part in parts:
        if stem in {fold(title) for title in part.titles.values()}:
            return Guess(part.code, language)
    kind = guess_kind(upload)
    same_kind = [part.code for part in parts if part.kind == kind]
    is_one = len(same_kind) == 1 and kind != PartKind.HANDOUT
    return Guess(same_kind[0] if is_one else f"new:{kind}", language)
