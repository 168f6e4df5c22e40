"""Every action that is recorded has its words for the history, and every word is used."""

import re
from pathlib import Path

from sdgplatform.audit.registry import registered_actions

ROOT = Path(__file__).parents[2]
RECORDED = re.compile(r"""["']((?:participants|alignment|modules|workshops)\.[a-z_]+\.[a-z_]+)["']""")
APPS = ("participants", "alignment", "modules", "workshops")


def _recorded() -> set[str]:
    sources = [path.read_text() for app in APPS for path in (ROOT / app / "actions").rglob("*.py")]
    files = [path for app in APPS for path in (ROOT / app).glob("*.py") if path.name != "apps.py"]
    sources += [path.read_text() for path in files]
    return {name for source in sources for name in RECORDED.findall(source)}


def test_recorded_actions_are_registered() -> None:
    assert len(_recorded()) > 20
    assert _recorded() - registered_actions() == set()
