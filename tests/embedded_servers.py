"""Pytest plugin: the tests run on a real PostgreSQL and a real Valkey.

They are started before Django reads its settings, shared by all the test runs on one data folder, and stopped
by the last of these to end. Servers named in the environment are used instead.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import IO

import pytest

from sdgplatform.launcher import translations
from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.servers import ensure_servers, stop_servers

ROOT = Path(__file__).resolve().parent.parent
_use: IO[str] | None = None
_scratch = ""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _take_own_valkey_databases(number=int(worker.removeprefix("gw")))
    else:
        _start_servers()
    yield


def pytest_unconfigure() -> None:
    """Stop the servers unless another run still uses them."""
    global _use  # the hooks of a plugin share nothing else
    if _use is None:
        return
    try:
        fcntl.flock(_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stop_servers(Path(os.environ["DATA_DIR"]))
    except OSError:
        pass
    finally:
        _use.close()
        _use = None
        shutil.rmtree(_scratch, ignore_errors=True)


def _start_servers() -> None:
    global _use, _scratch
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve() / "tests"
    data_dir.mkdir(parents=True, exist_ok=True)
    use = (data_dir / "use.lock").open("w")
    fcntl.flock(use, fcntl.LOCK_SH)
    try:
        addresses = ensure_servers(data_dir, durable=False)
    except LaunchFailed as failure:
        pytest.exit(str(failure), returncode=3)
    _use, _scratch = use, tempfile.mkdtemp(prefix="sdgplatform-tests-")
    os.environ.update(addresses, DATA_DIR=str(data_dir))
    os.environ.update(MEDIA_ROOT=f"{_scratch}/media", EMAIL_URL=f"filemail:///{_scratch}/mail")
    translations.compile_changed(ROOT / "locale")


def _take_own_valkey_databases(*, number: int) -> None:
    """Give each parallel process its own queue and cache, as pytest-django gives it its own database."""
    for offset, name in enumerate(("CELERY_BROKER_URL", "CACHE_URL")):
        server, _, _ = os.environ[name].rpartition("/")
        os.environ[name] = f"{server}/{2 + 2 * number + offset}"
    os.environ["MEDIA_ROOT"] += f"-{number}"
