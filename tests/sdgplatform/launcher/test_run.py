import fcntl
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sdgplatform.launcher import run
from sdgplatform.launcher.processes import wait_until
from tests import embedded_servers


def launch(command: str, data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sdgplatform.launcher", command],
        env={**os.environ, "DATA_DIR": str(data_dir), **env},
        cwd=embedded_servers.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_named_and_nothing_is_started(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = launch("run", data_dir, PORT=str(port))

    assert result.returncode == 1
    assert (
        result.stderr
        == f"Port {port} cannot be used: Address already in use. Choose another: PORT={port + 10} make run\n"
    )
    assert sorted(path.name for path in data_dir.iterdir()) == ["run.lock"]


def test_a_second_start_on_the_same_data_is_refused(data_dir: Path) -> None:
    data_dir.mkdir()
    with (data_dir / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = launch("run", data_dir, PORT="8000")

    assert result.returncode == 1
    assert result.stderr.startswith(f"The platform already runs on {data_dir}. `make stop` stops it.")


def test_run_is_not_for_production(data_dir: Path) -> None:
    result = launch("run", data_dir, DJANGO_ENV="production")

    assert result.returncode == 1
    assert result.stderr == (
        "`make run` is for trying out and developing. A real installation: docs/howto/install.md.\n"
    )


def test_servers_and_stop(data_dir: Path) -> None:
    assert launch("servers", data_dir).stdout == (
        f"PostgreSQL and Valkey are running; their addresses are in {data_dir / 'servers.json'}.\n"
    )
    assert launch("stop", data_dir).stdout == "Everything is stopped.\n"


def test_stop_ends_a_launcher_in_another_terminal(data_dir: Path) -> None:
    data_dir.mkdir()
    script = f"""
import signal, sys, time
from pathlib import Path
from sdgplatform.launcher import run
stop = run._stop_on_signals()
with run._sole_launcher(Path({str(data_dir)!r}), port=8000):
    print("locked", flush=True)
    sys.exit(7 if stop.wait(60) else 1)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=embedded_servers.ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        run.stop_platform(data_dir)
        assert other.wait(timeout=10) == 7


def test_welcome_names_the_address_the_accounts_and_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.setenv("DEMO_PASSWORD", "only for this test")

    assert run._welcome(8123) == (
        "SDG Workshops runs at http://localhost:8123/ - accounts: coordinator@example.org "
        "trainer@example.org planner@example.org reviewer@example.org admin@example.org - "
        "password: only for this test - Ctrl-C stops it"
    )


def test_welcome_without_demonstration_names_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "false")

    assert run._welcome(8123) == "SDG Workshops runs at http://localhost:8123/ - Ctrl-C stops it"


def test_a_signal_during_preparation_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        run, "python_program", lambda _: [sys.executable, "-c", "import time; time.sleep(600)"]
    )
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        stop = run._stop_on_signals()
        os.kill(os.getpid(), signal.SIGTERM)
        assert wait_until(stop.is_set, seconds=5)
        with pytest.raises(run.Stopped):
            run._prepare_data(dict(os.environ), stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
