"""Starting, finding and ending processes."""

import atexit
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import psutil

_outliving: list[subprocess.Popen[bytes]] = []


def start_in_own_session(
    command: Sequence[str], *, log: Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a process that a Ctrl-C in this terminal does not reach; it leads its own process group."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # every command is built from constants in this package
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
    _outliving.append(process)
    return process


@atexit.register
def _let_go() -> None:
    """Keep Python from complaining of processes that are meant to outlive this one."""
    for process in _outliving:
        process.returncode = process.poll() or 0


def find_running(name: str, *, folder: Path) -> list[psutil.Process]:
    """The processes of that program name that work in the folder, parents before their children.

    Asking the process table needs no pid file, so nothing can be stale, reused or half written.
    """
    found = {}
    for process in psutil.process_iter(["name", "ppid"]):
        try:
            if process.info["name"] == name and Path(process.cwd()) == folder and is_running(process):
                found[process.pid] = process
        except (psutil.Error, OSError):
            continue
    return sorted(found.values(), key=lambda process: process.info["ppid"] in found)


def is_running(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(processes: Iterable[psutil.Process], *, first: signal.Signals, seconds: float) -> None:
    """Ask the processes to end, and kill those which have not done so in time."""
    remaining = list(processes)
    for process in remaining:
        _signal(process, first)
    _, stubborn = psutil.wait_procs(remaining, timeout=seconds)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=5)


def kill_group(leader: int) -> None:
    """Kill what is left of the process group, also when its leader is gone."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def try_port(port: int, *, host: str) -> None:
    """Raise the OSError that a server would meet on this port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def port_is_taken(port: int) -> bool:
    try:
        try_port(port, host="127.0.0.1")
    except OSError:
        return True
    return False


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return condition()


def last_lines(log: Path, *, count: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""
