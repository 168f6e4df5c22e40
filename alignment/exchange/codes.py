"""Codes as our own files write them."""


def prefixed(code: str) -> str:
    """`T11.2`, `G11`: what no spreadsheet turns into a number or a date."""
    return f"T{code}" if "." in code else f"G{code}"
