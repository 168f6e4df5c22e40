"""`make run` on an empty data folder, as a newcomer meets it; `make` only installs and builds before."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from sdgplatform.launcher.processes import free_port, wait_until
from sdgplatform.launcher.servers import NAMES, stop_servers
from tests import embedded_servers

WELCOME = re.compile(
    r"SDG Workshops runs at (http://localhost:\d+/) - accounts: .* - password: (\S+) - Ctrl-C stops it"
)


@dataclass
class Run:
    data_dir: Path
    port: int
    output: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Answer the seconds until the welcome."""
        env = {
            name: value
            for name, value in os.environ.items()
            if name not in {*NAMES, "MEDIA_ROOT", "EMAIL_URL"}
        }
        command = [sys.executable, "-m", "sdgplatform.launcher", "run"]
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env={**env, "DATA_DIR": str(self.data_dir), "PORT": str(self.port)},
                cwd=embedded_servers.ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        assert wait_until(lambda: self.welcomed() or self.ended(), seconds=180), self.said()
        assert not self.ended(), self.said()
        return time.monotonic() - began

    def said(self) -> str:
        return self.output.read_text()

    def welcomed(self) -> bool:
        return WELCOME.search(self.said()) is not None

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def processes(self) -> list[psutil.Process]:
        return [process for process in psutil.process_iter() if self._is_mine(process)]

    def find(self, word: str) -> psutil.Process:
        return next(process for process in self.processes() if word in process.cmdline())

    def _is_mine(self, process: psutil.Process) -> bool:
        try:
            in_folder = Path(process.cwd()).is_relative_to(self.data_dir)
            return in_folder or process.environ().get("DATA_DIR") == str(self.data_dir)
        except (psutil.Error, OSError):
            return False


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path / "data", free_port(), tmp_path / "output")
    yield run
    if not run.ended():
        run.signal(signal.SIGTERM)
    stop_servers(run.data_dir)


def test_make_run_starts_survives_kills_and_leaves_nothing(run: Run) -> None:
    run.start()
    address = f"http://127.0.0.1:{run.port}"
    assert _answers(address)

    run.find("celery").kill()
    assert wait_until(lambda: "The worker ended; starting it again." in run.said(), seconds=20)
    assert wait_until(lambda: _answers(f"{address}/healthz"), seconds=30)

    run.signal(signal.SIGKILL)
    assert run.processes() != []
    seconds = run.start()
    assert "Making the demonstration data." not in run.said()
    assert seconds < 30  # ten on an idle machine

    assert run.signal(signal.SIGINT) == 0
    assert run.said().endswith("Everything is stopped.\n")
    assert run.processes() == []


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as response:
            return bool(response.status == 200)
    except OSError:
        return False
