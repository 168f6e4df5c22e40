"""Each variable that the settings read is explained in `.env.example`, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""(?:env\.\w+|_secret)\(\s*["']([A-Z][A-Z0-9_]+)["']""")
EXPLAINED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
# Read by the launcher and make, not by the settings.
FOR_LAUNCHER = {"HOST", "PORT", "DEMO_PASSWORD", "CHROMIUM", "CI"}


def test_every_setting_is_explained() -> None:
    read = set(READ.findall((ROOT / "sdgplatform" / "settings.py").read_text()))
    explained = set(EXPLAINED.findall((ROOT / ".env.example").read_text()))
    assert len(read) > 15
    assert read - explained == set()
    assert explained - read - FOR_LAUNCHER == set()
