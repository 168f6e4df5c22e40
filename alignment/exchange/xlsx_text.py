"""Texts of a workbook's XML: `_x000D_` stands for a character that XML cannot hold."""

import re

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def local_name(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def unescaped_text(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped_text(text: str) -> str:
    return LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text
