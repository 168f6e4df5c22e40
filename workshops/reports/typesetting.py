"""A document of blocks to a tagged PDF (PDF/UA-1), by Typst."""

import json
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import to_locale

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Literal["ua-1"] = "ua-1"


class TypesettingFailed(Exception):
    """The document does not conform to PDF/UA-1, or the template is wrong; says where."""


def typeset_pdf(document: dict[str, Any], *, language: str) -> bytes:
    """The same document and language always give the same pages. Fonts are those that Typst carries."""
    tag = to_locale(language).split("_")
    inputs = {"document": json.dumps(document), "lang": tag[0], "region": tag[1] if len(tag) > 1 else ""}
    try:
        pdf = typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            pdf_standards=[STANDARD],
            sys_inputs=inputs,
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise TypesettingFailed(str(error)) from error
    return bytes(pdf)
