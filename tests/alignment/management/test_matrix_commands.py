import json

import pytest
from django.core.management import CommandError, call_command

from alignment.models import AlignmentCell, AlignmentMatrix, MatrixImport, Strategy
from sdgplatform.uploads.models import Upload
from tests.alignment.exchange.conftest import framework, matrix, strategy
from tests.alignment.exchange.files import META, STRATEGY, good_workbook, workbook
from tests.personas import personas

__all__ = ["framework", "matrix", "personas", "strategy"]

NO_META = [["key", "value"]]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(good_workbook(META=NO_META))
    return path


def test_import_into_a_matrix(matrix, file, capsys):
    call_command("import_matrix", str(file), matrix=matrix.code, by="planner@example.org")
    assert AlignmentCell.objects.count() == 3
    assert f"Imported into the matrix {matrix.code}" in capsys.readouterr().out


def test_dry_run_writes_nothing(matrix, file, capsys):
    call_command("import_matrix", str(file), matrix=matrix.code, by="planner@example.org", dry_run=True)
    assert [model.objects.count() for model in (AlignmentCell, MatrixImport, Upload)] == [0, 0, 0]
    assert "cells: 3 added, 0 changed, 0 cleared" in capsys.readouterr().out


def test_city_makes_a_new_strategy(framework, personas, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(good_workbook(META=[row for row in META if row[0] != "city_name"]))
    call_command("import_matrix", str(path), city=personas.city.slug, by="planner@example.org")
    assert [Strategy.objects.get().city, AlignmentMatrix.objects.count()] == [personas.city, 1]


def test_errors_are_told_with_their_place(matrix, tmp_path, capsys):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(workbook(STRATEGY=STRATEGY, MATRIX=[["code", "title", "T11.2"], ["P1", "Buses", 4]]))
    with pytest.raises(CommandError, match="The file has errors"):
        call_command("import_matrix", str(path), matrix=matrix.code, by="planner@example.org")
    assert "error E2 MATRIX C 2: 4 is outside the scale" in capsys.readouterr().out
    assert MatrixImport.objects.count() == 0


@pytest.mark.parametrize(
    "options",
    [
        {"matrix": "nothing", "by": "planner@example.org"},
        {"strategy": "nothing", "by": "planner@example.org"},
        {"city": "nothing", "by": "planner@example.org"},
        {"city": "home-city", "by": "nobody@example.org"},
    ],
)
def test_unknown_places_and_people_are_told(personas, file, options):
    with pytest.raises(CommandError, match="nothing found"):
        call_command("import_matrix", str(file), **options)


def test_missing_file_and_wrong_type_are_told(matrix, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_matrix", str(tmp_path / "x.xlsx"), matrix=matrix.code, by="planner@example.org")
    other = tmp_path / "x.pdf"
    other.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="not accepted"):
        call_command("import_matrix", str(other), matrix=matrix.code, by="planner@example.org")


def test_frozen_matrix_is_refused(matrix, file):
    AlignmentMatrix.objects.update(state="SUBMITTED")
    with pytest.raises(CommandError, match="Only a draft"):
        call_command("import_matrix", str(file), matrix=matrix.code, by="planner@example.org")


def test_export_writes_the_file(matrix, tmp_path):
    call_command("export_matrix", matrix.code, format="json", output=tmp_path)
    (path,) = tmp_path.iterdir()
    assert json.loads(path.read_text())["document"]["title"] == "Plan"


def test_export_of_an_unknown_matrix_is_told(db):
    with pytest.raises(CommandError, match="There is no matrix"):
        call_command("export_matrix", "nothing")


def test_mode_scale_and_columns(strategy, tmp_path, capsys):
    path = tmp_path / "plan.csv"
    path.write_text("Nro;Iniciativa\n7;Verde\n7.1;Agua\n")
    options = ["--strategy", strategy.code, "--by", "planner@example.org", "--columns"]
    columns = tmp_path / "columns.json"
    fields = {"Nro": "code", "Iniciativa": "title"}
    columns.write_text(json.dumps({"fields": fields, "level_from": "NUMBERING"}))
    call_command("import_matrix", str(path), *options, str(columns))
    assert f"Imported into the strategy {strategy.code}" in capsys.readouterr().out
    assert strategy.elements.filter(code="7.1", parent__code="7").exists()
    assert not strategy.matrices.exists()


def test_replacing_with_another_scale(matrix, file):
    options = ["--matrix", matrix.code, "--by", "planner@example.org", "--mode", "replace"]
    call_command("import_matrix", str(file), *options, "--scale", '{"2": 3}')
    assert sorted(matrix.cells.values_list("score", flat=True)) == [0, 1, 3]
    assert MatrixImport.objects.get().mode == "REPLACE"


def test_scale_that_is_no_json_is_refused(matrix, file):
    with pytest.raises(CommandError, match="--scale"):
        call_command("import_matrix", str(file), "--by", "planner@example.org", "--scale", "x=3")
