"""What the documentation names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
# A path in backticks: has a slash, no space, no placeholder.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
TOP_FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()}


def _named_paths(page: Path) -> set[str]:
    found = set(PATH.findall(page.read_text()))
    return {path for path in found if path.split("/")[0] in TOP_FOLDERS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_named_in_docs_exist(page: Path) -> None:
    generated = ("static/dist", ".data", "node_modules")
    missing = {
        path for path in _named_paths(page) if not (ROOT / path).exists() and not path.startswith(generated)
    }
    assert missing == set()


def test_the_guard_finds_paths() -> None:
    assert len(_named_paths(ROOT / "docs" / "architecture.md")) > 10
