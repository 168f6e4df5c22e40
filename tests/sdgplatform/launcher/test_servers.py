import json
import shutil
import signal
import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from sdgplatform.launcher.failures import LaunchFailed
from sdgplatform.launcher.postgres import Postgres
from sdgplatform.launcher.processes import wait_until
from sdgplatform.launcher.servers import dead_servers, ensure_servers, stop_servers
from sdgplatform.launcher.valkey import Valkey


def sql(address: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def kill_servers(data_dir: Path) -> None:
    for server in (Postgres(data_dir, 0, "", durable=True), Valkey(data_dir, 0, "", durable=True)):
        for process in server.running():
            process.send_signal(signal.SIGKILL)
        assert wait_until(lambda: not server.running(), seconds=10)  # noqa: B023


def test_ensure_servers_starts_a_database_that_can_search_and_a_queue(data_dir: Path) -> None:
    addresses = ensure_servers(data_dir, durable=False)

    for extension in ("pg_trgm", "unaccent", "btree_gist"):
        sql(addresses["DATABASE_URL"], f"CREATE EXTENSION {extension}")
    assert sql(
        addresses["DATABASE_URL"], "SELECT unaccent('Córdoba'), lower('SÃO'), current_setting('is_superuser')"
    ) == [("Cordoba", "são", "off")]
    with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as queue:
        assert queue.ping()
    assert json.loads((data_dir / "servers.json").read_text()) == addresses
    assert stat.S_IMODE((data_dir / "servers.json").stat().st_mode) == 0o600


def test_ensure_servers_answers_the_same_for_running_servers(data_dir: Path) -> None:
    first = ensure_servers(data_dir, durable=False)
    running = Postgres(data_dir, 0, "", durable=False).running()[0].pid

    assert ensure_servers(data_dir, durable=False) == first
    assert Postgres(data_dir, 0, "", durable=False).running()[0].pid == running


def test_ensure_servers_asks_for_the_password(data_dir: Path) -> None:
    address = ensure_servers(data_dir, durable=False)["DATABASE_URL"]

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(address.replace(str(urlsplit(address).password), "guessed"))


def test_killed_servers_start_again_with_what_they_held(data_dir: Path) -> None:
    addresses = ensure_servers(data_dir, durable=True)
    sql(addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 'Córdoba' AS city")
    with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as queue:
        queue.rpush("celery", "a queued job")

    kill_servers(data_dir)
    assert dead_servers(data_dir) == ["PostgreSQL", "Valkey"]
    again = ensure_servers(data_dir, durable=True)

    assert again == addresses
    assert dead_servers(data_dir) == []
    assert sql(again["DATABASE_URL"], "SELECT city FROM kept") == [("Córdoba",)]
    with redis.Redis.from_url(again["CELERY_BROKER_URL"]) as queue:
        assert queue.lrange("celery", 0, -1) == [b"a queued job"]


def test_a_port_taken_meanwhile_is_replaced(data_dir: Path) -> None:
    before = ensure_servers(data_dir, durable=False)
    stop_servers(data_dir)
    port = urlsplit(before["DATABASE_URL"]).port
    with socket.create_server(("127.0.0.1", port or 0)):
        after = ensure_servers(data_dir, durable=False)

    assert urlsplit(after["DATABASE_URL"]).port != port
    assert after["CACHE_URL"] == before["CACHE_URL"]
    assert sql(after["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_lost_address_file_costs_no_data(data_dir: Path) -> None:
    sql(ensure_servers(data_dir, durable=False)["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
    (data_dir / "servers.json").unlink()

    addresses = ensure_servers(data_dir, durable=False)

    assert sql(addresses["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
    with redis.Redis.from_url(addresses["CACHE_URL"]) as cache:
        assert cache.ping()


def test_a_dropped_database_is_made_again(data_dir: Path) -> None:
    address = ensure_servers(data_dir, durable=False)["DATABASE_URL"]
    sql(address.rpartition("/")[0] + "/postgres", "DROP DATABASE sdgplatform")

    assert sql(ensure_servers(data_dir, durable=False)["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_servers_of_a_removed_folder_are_replaced(data_dir: Path) -> None:
    ensure_servers(data_dir, durable=False)
    old = Postgres(data_dir, 0, "", durable=False).running()[0]
    shutil.rmtree(data_dir)

    addresses = ensure_servers(data_dir, durable=False)

    assert not old.is_running()
    assert sql(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_set_up_cut_short_is_begun_again(data_dir: Path) -> None:
    (data_dir / "postgres.unfinished" / "base").mkdir(parents=True)

    assert sql(ensure_servers(data_dir, durable=False)["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_two_folders_have_servers_of_their_own(data_dir: Path, tmp_path: Path) -> None:
    other_dir = tmp_path / "other"
    try:
        one, other = ensure_servers(data_dir, durable=False), ensure_servers(other_dir, durable=False)
        assert {urlsplit(address).port for address in one.values()}.isdisjoint(
            {urlsplit(address).port for address in other.values()}
        )
        stop_servers(data_dir)
        assert sql(other["DATABASE_URL"], "SELECT 1") == [(1,)]
    finally:
        stop_servers(other_dir)


def test_servers_named_in_the_environment_are_left_alone(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {
        "DATABASE_URL": "postgres://db.example.org/sdg",
        "CELERY_BROKER_URL": "amqp://queue.example.org//",
        "CACHE_URL": "redis://cache.example.org/1",
    }
    for name, address in real.items():
        monkeypatch.setenv(name, address)

    assert ensure_servers(data_dir, durable=True) == real
    assert not (data_dir / "postgres").exists()
    assert not (data_dir / "valkey").exists()


def test_a_real_database_beside_the_embedded_queue(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/sdg")

    addresses = ensure_servers(data_dir, durable=False)

    assert addresses["DATABASE_URL"] == "postgres://db.example.org/sdg"
    assert not (data_dir / "postgres").exists()
    with redis.Redis.from_url(addresses["CACHE_URL"]) as cache:
        assert cache.ping()


def test_a_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")

    with pytest.raises(LaunchFailed, match=r"cannot be used .* Choose another: DATA_DIR="):
        ensure_servers(tmp_path / "a file", durable=True)
