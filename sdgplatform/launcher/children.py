"""The processes of `make run` besides the servers: the web server and the worker."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from sdgplatform.launcher import private_files, processes
from sdgplatform.launcher.failures import LaunchFailed

MOST_RESTARTS = 5
WITHIN_SECONDS = 60
SECONDS_TO_FINISH = 10


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

    def stop(self) -> None:
        """End the process and whatever it started. A task cut short here is delivered again later."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            processes.wait_until(
                lambda: self.process is None or self.process.poll() is not None, seconds=SECONDS_TO_FINISH
            )
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
    for pid, created in json.loads(record.read_text() or "[]"):
        try:
            process = psutil.Process(pid)
            if process.create_time() != created:
                continue
            processes.end([process], first=signal.SIGTERM, seconds=SECONDS_TO_FINISH)
        except psutil.NoSuchProcess:
            pass
        processes.kill_group(pid)
    record.unlink()
