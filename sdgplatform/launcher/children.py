"""The processes of `make run` besides the servers: the web server and the worker."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from sdgplatform.launcher import private_files, processes
from sdgplatform.launcher.failures import LaunchFailed

MOST_RESTARTS = 5
WITHIN_SECONDS = 60
SECONDS_TO_FINISH = 6


@dataclass
class Child:
    title: str
    command: list[str]
    log: Path
    env: dict[str, str]
    cwd: Path
    process: subprocess.Popen[bytes] | None = None
    restarted_at: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.process = processes.start_in_own_session(self.command, log=self.log, env=self.env, cwd=self.cwd)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart(self) -> None:
        self.stop()
        now = time.monotonic()
        self.restarted_at = [moment for moment in self.restarted_at if now - moment < WITHIN_SECONDS]
        if len(self.restarted_at) == MOST_RESTARTS:
            end = processes.last_lines(self.log)
            raise LaunchFailed(f"The {self.title} ends again and again. The end of {self.log}:\n{end}")
        self.restarted_at.append(now)
        self.start()

    def ask_to_end(self) -> None:
        if self.process is not None and not self.has_ended():
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """End the process and whatever it started. A task cut short here is delivered again later."""
        if self.process is None:
            return
        self.ask_to_end()
        processes.wait_until(self.has_ended, seconds=SECONDS_TO_FINISH)
        processes.kill_group(self.process.pid)
        self.process.wait()


def python_program(*command: str) -> list[str]:
    """A command of this environment, whether or not the environment is on the PATH."""
    return [sys.executable, "-m", *command]


def remember(record: Path, pids: list[int]) -> None:
    """Write down which processes run; the next start ends those that outlive a killed launcher."""
    known = [[pid, psutil.Process(pid).create_time()] for pid in pids if psutil.pid_exists(pid)]
    private_files.write(record, json.dumps(known))


def end_remembered(record: Path) -> None:
    if not record.exists():
        return
    remembered: list[tuple[int, float]] = json.loads(record.read_text() or "[]")
    groups = [pid for pid, created in remembered if not _is_of_another(pid, created)]
    processes.end(_same_as_before(remembered), first=signal.SIGTERM, seconds=2)
    for leader in groups:
        processes.kill_group(leader)
    record.unlink()


def _is_of_another(pid: int, created: float) -> bool:
    """The number is in use, but not by the process that was remembered."""
    try:
        return psutil.Process(pid).create_time() != created
    except psutil.NoSuchProcess:
        return False


def _same_as_before(remembered: list[tuple[int, float]]) -> Iterator[psutil.Process]:
    """Those still there; a process number may by now belong to someone else."""
    for pid, created in remembered:
        try:
            process = psutil.Process(pid)
            if process.create_time() == created:
                yield process
        except psutil.NoSuchProcess:
            continue
