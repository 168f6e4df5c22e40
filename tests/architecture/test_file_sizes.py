"""Small files: a folder that names its files after what they hold beats a long file."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("alignment", "modules", "participants", "sdgplatform", "workshops", "bench")
LONGEST = 500
LONGEST_TEST = 600
LONGEST_TEMPLATE = 150

PYTHON = [
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
]
TESTS = [*(ROOT / "tests").rglob("*.py")]
TEMPLATES = [*(ROOT / "templates").rglob("*.html")]


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _too_long(paths: list[Path], longest: int) -> dict[str, int]:
    return {str(path.relative_to(ROOT)): lines for path in paths if (lines := _lines(path)) > longest}


@pytest.mark.parametrize(
    ("paths", "longest"),
    [(PYTHON, LONGEST), (TESTS, LONGEST_TEST), (TEMPLATES, LONGEST_TEMPLATE)],
    ids=["code", "tests", "templates"],
)
def test_no_file_is_too_long(paths: list[Path], longest: int) -> None:
    assert len(paths) > 10
    assert _too_long(paths, longest) == {}


def test_no_folder_or_file_says_nothing() -> None:
    vague = {"utils", "core", "common", "helpers", "misc"}
    assert [path for path in PYTHON if vague & {path.stem, *path.relative_to(ROOT).parts}] == []
