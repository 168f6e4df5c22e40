"""A connection that breaks in mid import leaves nothing behind, and the import can be applied again."""

import threading

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError

from alignment.actions import import_writing, imports
from alignment.actions.imports import ImportWasApplied, apply_import
from alignment.models import AlignmentCell, MatrixImport, StrategyElement
from sdgplatform.audit.models import AuditEntry
from tests.alignment.exchange.files import STRATEGY, good_workbook

CONTENT = good_workbook(META=[["key", "value"]], STRATEGY=[*STRATEGY, ["P3", "", "PROJECT", "Trees"]])


def kill_own_connection():
    """As another session would: this one's server process ends in the middle of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    config = connection.get_connection_params()
    options = {
        name: config[name] for name in ("host", "port", "user", "password", "dbname") if config.get(name)
    }
    other = psycopg2.connect(**options)
    try:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


@pytest.fixture
def checked(transactional_db, check, matrix):
    return check(CONTENT, matrix=matrix)


def written():
    imported = AuditEntry.objects.filter(action="alignment.matrix.imported").count()
    return AlignmentCell.objects.count(), StrategyElement.objects.count(), imported


@pytest.mark.parametrize("step", ["_write_evidence", "write_city", "insert_cells"])
def test_killed_connection_leaves_nothing_and_the_import_can_be_applied(checked, personas, monkeypatch, step):
    whole = getattr(import_writing, step)

    def broken(*args, **kwargs):
        kill_own_connection()
        return whole(*args, **kwargs)

    before = written()
    with monkeypatch.context() as patch:
        patch.setattr(import_writing, step, broken)
        with pytest.raises((OperationalError, InterfaceError)):
            apply_import(checked, by=personas["planner"])
    connection.close()
    assert written() == before == (0, 2, 0)
    checked.refresh_from_db()
    assert [checked.state, checked.applied_at] == ["CHECKED", None]
    apply_import(checked, by=personas["planner"])
    assert written() == (3, 3, 1)


def test_error_after_the_last_row_takes_everything_back(checked, personas, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(imports, "record", fail)
        with pytest.raises(RuntimeError):
            apply_import(checked, by=personas["planner"])
    assert written() == (0, 2, 0)


def test_two_clicks_at_once_apply_once(checked, personas):
    """The second waits for the first and is told that the file was imported."""
    results = []

    def click():
        try:
            results.append(apply_import(MatrixImport.objects.get(pk=checked.pk), by=personas["planner"]))
        except ImportWasApplied as refusal:
            results.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        MatrixImport.objects.select_for_update().get(pk=checked.pk)  # both start before either may go on
        clicks = [threading.Thread(target=click) for _number in range(2)]
        for each in clicks:
            each.start()
    for each in clicks:
        each.join(30)
    assert sorted(type(result).__name__ for result in results) == ["ImportWasApplied", "MatrixImport"]
    assert written() == (3, 3, 1)
