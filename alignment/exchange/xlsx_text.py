"""Texts of a workbook's XML."""

import re

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def unescaped_text(text: str) -> str:
    """`_x000D_` is how a workbook writes a character that XML cannot hold."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
