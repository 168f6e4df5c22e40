"""The embedded servers of a data folder: PostgreSQL, and Valkey for the queue and the cache.

Their addresses, with ports and passwords chosen at the first start, stay in `servers.json` of the
data folder. A server whose address is in the environment is a real one and is left alone.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from sdgplatform.launcher import private_files, processes
from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.postgres import Postgres
from sdgplatform.launcher.valkey import Valkey

Server = Postgres | Valkey
NAMES = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL")
STARTS = 3


def ensure_servers(data_dir: Path, *, durable: bool) -> dict[str, str]:
    """Start what does not run, repair what was killed, and answer the three addresses."""
    data_dir = prepare_data_dir(data_dir)
    with _only_one_at_a_time(data_dir):
        addresses = _read_addresses(data_dir)
        for server in _embedded(data_dir, addresses, durable=durable):
            addresses |= _ensure(server).addresses
            private_files.write(data_dir / "servers.json", json.dumps(addresses, indent=2) + "\n")
    return {name: os.environ.get(name) or addresses[name] for name in NAMES}


def stop_servers(data_dir: Path) -> None:
    data_dir = prepare_data_dir(data_dir)
    with _only_one_at_a_time(data_dir):
        for kind in (Valkey, Postgres):
            kind(data_dir, port=0, password="", durable=True).stop()


def dead_servers(data_dir: Path) -> list[str]:
    """Titles of the embedded servers that should run and do not."""
    servers = _embedded(data_dir, _read_addresses(data_dir), durable=True)
    return [server.title for server in servers if not server.running()]


def prepare_data_dir(data_dir: Path) -> Path:
    data_dir = data_dir.expanduser().resolve()
    try:
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError("it belongs to another user")
    except OSError as error:
        raise LaunchFailed(
            f"The data folder {data_dir} cannot be used ({error}). "
            "Choose another: DATA_DIR=/some/folder make run"
        ) from error
    return data_dir


def _embedded(data_dir: Path, addresses: dict[str, str], *, durable: bool) -> list[Server]:
    servers: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        port, password = _port_and_password(addresses.get("DATABASE_URL"))
        servers.append(Postgres(data_dir, port, password, durable))
    if not (os.environ.get("CELERY_BROKER_URL") and os.environ.get("CACHE_URL")):
        port, password = _port_and_password(addresses.get("CELERY_BROKER_URL"))
        servers.append(Valkey(data_dir, port, password, durable))
    return servers


def _ensure(server: Server) -> Server:
    if not (server.running() and server.answers()):
        server = _start(server)
    server.make_ready()
    return server


def _start(server: Server) -> Server:
    """Start a server, on another port if another program has taken its own meanwhile."""
    for _ in range(STARTS):
        server.stop()  # what is left of a killed or unreachable one
        if processes.port_is_taken(server.port):
            server = replace(server, port=processes.free_port())
        if _comes_up(server):
            return server
    raise LaunchFailed(
        f"{server.title} does not start. The end of {server.log}:\n{processes.last_lines(server.log)}"
    )


def _comes_up(server: Server) -> bool:
    process = server.start()
    processes.wait_until(lambda: process.poll() is not None or server.answers(), seconds=60)
    return server.answers()


def _port_and_password(address: str | None) -> tuple[int, str]:
    if not address:
        return processes.free_port(), secrets.token_hex(16)
    parts = urlsplit(address)
    return parts.port or 0, parts.password or ""


def _read_addresses(data_dir: Path) -> dict[str, str]:
    path = data_dir / "servers.json"
    if not path.exists():
        return {}
    addresses: dict[str, str] = json.loads(path.read_text())
    return addresses


@contextmanager
def _only_one_at_a_time(data_dir: Path) -> Iterator[None]:
    with (data_dir / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
