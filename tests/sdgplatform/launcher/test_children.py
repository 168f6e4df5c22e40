import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sdgplatform.launcher.children import MOST_RESTARTS, Child, end_remembered, remember
from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.processes import is_running, wait_until

# Starts a child of its own and writes down its number; both ignore being asked to end.
STUBBORN = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    pathlib.Path(sys.argv[1]).write_text(str(child))
time.sleep(600)
"""


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Child]:
    family = _child(tmp_path, [sys.executable, "-c", STUBBORN, str(tmp_path / "number")])
    family.start()
    assert wait_until(
        lambda: (tmp_path / "number").exists() and (tmp_path / "number").read_text() != "", seconds=10
    )
    yield family
    family.stop()


def _child(folder: Path, command: list[str]) -> Child:
    return Child("worker", command, folder / "logs" / "worker.log", env={}, cwd=folder)


def _grandchild(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "number").read_text()))


def test_stop_ends_children_of_children_that_do_not_listen(
    family: Child, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sdgplatform.launcher.children.SECONDS_TO_FINISH", 0.2)
    grandchild = _grandchild(tmp_path)

    family.stop()

    assert family.has_ended()
    assert wait_until(lambda: not is_running(grandchild), seconds=5)


def test_a_child_that_ends_again_and_again_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    child = _child(tmp_path, [sys.executable, "-c", "raise SystemExit('no such database')"])
    child.start()
    for _ in range(MOST_RESTARTS):
        assert wait_until(child.has_ended, seconds=10)
        child.restart()

    assert wait_until(child.has_ended, seconds=10)
    with pytest.raises(LaunchFailed, match="ends again and again") as failure:
        child.restart()
    assert str(failure.value).endswith("no such database")


def test_what_outlived_a_killed_launcher_is_ended(family: Child, tmp_path: Path) -> None:
    record = tmp_path / "run.json"
    assert family.process is not None
    remember(record, [family.process.pid])
    grandchild = _grandchild(tmp_path)

    end_remembered(record)

    assert wait_until(lambda: family.has_ended() and not is_running(grandchild), seconds=5)
    assert not record.exists()


def test_a_number_that_now_belongs_to_another_program_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
    ) as other:
        record = tmp_path / "run.json"
        record.write_text(json.dumps([[other.pid, psutil.Process(other.pid).create_time() - 60]]))

        end_remembered(record)

        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        other.kill()
