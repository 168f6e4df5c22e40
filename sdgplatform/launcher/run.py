"""`make run`: the whole platform on this machine until Ctrl-C."""

import fcntl
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ

from sdgplatform.launcher import processes, translations
from sdgplatform.launcher.children import Child, end_remembered, python_program, remember
from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.servers import dead_servers, ensure_servers, prepare_data_dir, stop_servers

ROOT = Path(__file__).resolve().parents[2]
DEMO_ACCOUNTS = ("coordinator", "trainer", "planner", "reviewer", "admin")
DEMO_PASSWORD = "cordoba-2017-demo"  # noqa: S105  # of made-up people on a machine of one's own


class Stopped(Exception):
    """Someone pressed Ctrl-C while the platform was being started."""


def run_platform(data_dir: Path) -> int:
    env = environ.Env()
    if env.str("DJANGO_ENV", default="development") == "production":
        raise LaunchFailed(
            "`make run` is for trying out and developing. A real installation: docs/howto/install.md."
        )
    data_dir = prepare_data_dir(data_dir)
    host, port = env.str("HOST", default="127.0.0.1"), env.int("PORT", default=8000)
    stop = _stop_on_signals()
    with _sole_launcher(data_dir, port=port):
        end_remembered(data_dir / "run.json")
        _refuse_taken_port(host, port)
        children = _children(data_dir, host=host, port=port)
        try:
            _start(children, data_dir, stop)
            _wait_until_healthy(children, port, stop)
            print(_welcome(port), flush=True)
            _watch(children, data_dir, stop)
        except Stopped:
            pass
        finally:
            _stop_all(children, data_dir)
    print("Everything is stopped.", flush=True)
    return 0


def stop_platform(data_dir: Path) -> None:
    """Stop what runs on the data folder, started from whichever terminal."""
    data_dir = prepare_data_dir(data_dir)
    lock = data_dir / "run.lock"
    launcher = lock.read_text().strip() if lock.exists() else ""
    if launcher and _is_locked(lock):
        os.kill(int(launcher), signal.SIGTERM)
        processes.wait_until(lambda: not _is_locked(lock), seconds=60)
    end_remembered(data_dir / "run.json")
    stop_servers(data_dir)


def _children(data_dir: Path, *, host: str, port: int) -> list[Child]:
    env = {"SITE_URL": f"http://localhost:{port}", **os.environ, "DATA_DIR": str(data_dir)}
    web = ["gunicorn", "sdgplatform.wsgi", f"--bind={host}:{port}", "--worker-class=gthread"]
    web += ["--workers=2", "--threads=4", "--access-logfile=-", "--no-control-socket"]
    worker = [
        "celery",
        "--app=sdgplatform",
        "worker",
        "--beat",
        "--concurrency=2",
        "--loglevel=INFO",
        "--without-mingle",
    ]
    commands = {"web server": web, "worker": worker}
    return [
        Child(
            title, python_program(*command), data_dir / "logs" / f"{title.replace(' ', '-')}.log", env, ROOT
        )
        for title, command in commands.items()
    ]


def _start(children: list[Child], data_dir: Path, stop: threading.Event) -> None:
    ensure_servers(data_dir, durable=True)
    translations.compile_changed(ROOT / "locale")
    _prepare_data(children[0].env, stop)
    for child in children:
        child.start()
    _remember(children, data_dir)


def _prepare_data(env: dict[str, str], stop: threading.Event) -> None:
    command = python_program("sdgplatform.launcher.preparation")
    process = subprocess.Popen(command, env=env, cwd=ROOT)  # noqa: S603  # a module of this package
    while process.poll() is None:
        if stop.wait(0.1):
            process.kill()
            process.wait()
            raise Stopped
    if process.returncode:
        raise LaunchFailed("The database could not be prepared; the reason is above.")


def _wait_until_healthy(children: list[Child], port: int, stop: threading.Event) -> None:
    for _ in range(240):
        if _is_healthy(port):
            return
        for child in children:
            if child.has_ended():
                end = processes.last_lines(child.log)
                raise LaunchFailed(f"The {child.title} does not start. The end of {child.log}:\n{end}")
        if stop.wait(0.25):
            raise Stopped
    print(f"The platform has started but is not well: http://localhost:{port}/healthz says why.", flush=True)


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _welcome(port: int) -> str:
    env = environ.Env()
    line = f"SDG Workshops runs at http://localhost:{port}/"
    if env.bool("DEMO", default=True):
        accounts = " ".join(f"{name}@example.org" for name in DEMO_ACCOUNTS)
        line += f" - accounts: {accounts} - password: {env.str('DEMO_PASSWORD', default=DEMO_PASSWORD)}"
    return line + " - Ctrl-C stops it"


def _watch(children: list[Child], data_dir: Path, stop: threading.Event) -> None:
    while not stop.wait(1):
        ended = dead_servers(data_dir)
        if ended:
            print(f"{' and '.join(ended)} ended; starting again.", flush=True)
            ensure_servers(data_dir, durable=True)
        for child in children:
            if child.has_ended():
                print(f"The {child.title} ended; starting it again. Its log: {child.log}", flush=True)
                child.restart()
                _remember(children, data_dir)


def _stop_all(children: list[Child], data_dir: Path) -> None:
    for child in children:
        child.ask_to_end()
    for child in children:
        child.stop()
    (data_dir / "run.json").unlink(missing_ok=True)
    stop_servers(data_dir)


def _remember(children: list[Child], data_dir: Path) -> None:
    remember(data_dir / "run.json", [child.process.pid for child in children if child.process])


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _sole_launcher(data_dir: Path, *, port: int) -> Iterator[None]:
    with (data_dir / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LaunchFailed(
                f"The platform already runs on {data_dir}. `make stop` stops it. "
                f"A second one beside it: PORT={port + 1} DATA_DIR=.data-second make run"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _is_locked(path: Path) -> bool:
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        processes.try_port(port, host=host)
    except OSError as error:
        raise LaunchFailed(
            f"Port {port} cannot be used: {os.strerror(error.errno or 0)}. "
            f"Choose another: PORT={port + 10} make run"
        ) from None
