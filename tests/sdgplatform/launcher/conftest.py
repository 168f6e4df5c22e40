from collections.abc import Iterator
from pathlib import Path

import pytest

from sdgplatform.launcher.servers import NAMES, stop_servers


@pytest.fixture
def no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the environment names no real server."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_dir(tmp_path: Path, no_servers_named: None) -> Iterator[Path]:
    folder = tmp_path / "data"
    yield folder
    if folder.exists():
        stop_servers(folder)
