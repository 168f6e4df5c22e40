import json

import pytest
from rest_framework.test import APIClient

from alignment.models import AlignmentCell, AlignmentMatrix, MatrixImport, Strategy
from tests.alignment.exchange.conftest import check, framework, matrix, strategy
from tests.alignment.exchange.files import META, STRATEGY, good_workbook, upload, workbook
from tests.factories.participants import NetworkFactory
from tests.personas import personas

__all__ = ["check", "framework", "matrix", "personas", "strategy"]

NO_META = [["key", "value"]]
BAD = workbook(STRATEGY=STRATEGY, MATRIX=[["code", "title", "T11.2"], ["P1", "Buses", 4]])


@pytest.fixture
def planner(personas):
    client = APIClient()
    client.force_authenticate(personas["planner"])
    return client


def bring(client, address, content, **data):
    return client.post(address, {"file": upload(content), **data}, format="multipart")


def test_dry_run_then_apply(planner, matrix):
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", good_workbook(META=NO_META))
    assert [answer.status_code, answer.data["state"], AlignmentCell.objects.count()] == [201, "CHECKED", 0]
    assert answer.data["counts"]["cells"] == {"added": 3, "changed": 0, "cleared": 0, "unchanged": 0}
    applied = planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    assert [applied.status_code, applied.data] == [
        200,
        {"strategy": matrix.strategy.code, "matrix": matrix.code},
    ]
    assert AlignmentCell.objects.count() == 3


def test_errors_come_with_sheet_row_column_rule_and_message(planner, matrix):
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", BAD)
    assert answer.data["state"] == "REFUSED"
    assert [dict(issue) for issue in answer.data["issues"]] == [
        {
            "level": "error",
            "rule": "E2",
            "sheet": "MATRIX",
            "row": 2,
            "column": "C",
            "message": "4 is outside the scale from −3 to 3.",
        }
    ]
    applied = planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    assert [applied.status_code, applied.data["code"]] == [409, "import_has_errors"]


def test_applying_twice_is_refused(planner, matrix):
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", good_workbook(META=NO_META))
    address = f"/api/v1/imports/{answer.data['code']}/apply/"
    planner.post(address)
    again = planner.post(address)
    assert [again.status_code, again.data["code"]] == [409, "import_was_applied"]


def test_new_matrix_of_a_strategy(planner, strategy):
    answer = bring(planner, f"/api/v1/strategies/{strategy.code}/import/", good_workbook(META=NO_META))
    planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    assert AlignmentMatrix.objects.get().strategy == strategy


def test_new_strategy_of_a_city(planner, personas, framework):
    meta = [row for row in META if row[0] != "city_name"]
    data = {"city": personas.city.slug, "network": personas.network.slug}
    answer = bring(planner, "/api/v1/imports/", good_workbook(META=meta), **data)
    planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    strategy = Strategy.objects.get()
    assert [strategy.city, strategy.network] == [personas.city, personas.network]


def test_network_must_be_ones_own(planner, framework):
    other = NetworkFactory(slug="far-network")
    answer = bring(planner, "/api/v1/imports/", good_workbook(), network=other.slug)
    assert [answer.status_code, list(answer.data)] == [400, ["network"]]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"PK\x03\x04broken"])
def test_what_is_no_matrix_is_bad_input(planner, matrix, content):
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", content)
    assert [answer.status_code, list(answer.data)] == [400, ["file"]]
    assert not MatrixImport.objects.exists()


def test_request_without_file_is_bad_input(planner, matrix):
    answer = planner.post(f"/api/v1/matrices/{matrix.code}/import/", {}, format="multipart")
    assert [answer.status_code, list(answer.data)] == [400, ["file"]]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_export_in_three_formats(planner, matrix, kind):
    answer = planner.get(f"/api/v1/matrices/{matrix.code}/export/", {"format": kind})
    assert answer.status_code == 200
    if kind == "json":
        assert json.loads(answer.content)["format"] == "alignment-matrix"


def test_unknown_format_is_bad_input(planner, matrix):
    answer = planner.get(f"/api/v1/matrices/{matrix.code}/export/", {"format": "exe"})
    assert [answer.status_code, list(answer.data)] == [400, ["format"]]


def test_others_find_nothing(personas, matrix, check):
    row = check(good_workbook(META=NO_META), matrix=matrix)
    client = APIClient()
    client.force_authenticate(personas["other_coordinator"])
    assert bring(client, f"/api/v1/matrices/{matrix.code}/import/", b"x").status_code == 404
    assert client.get(f"/api/v1/matrices/{matrix.code}/export/").status_code == 404
    assert client.get(f"/api/v1/imports/{row.code}/").status_code == 404
    assert client.post(f"/api/v1/imports/{row.code}/apply/").status_code == 404


def test_reviewer_exports_but_does_not_import(personas, matrix):
    client = APIClient()
    client.force_authenticate(personas["reviewer"])
    assert bring(client, f"/api/v1/matrices/{matrix.code}/import/", b"x").status_code == 403
    assert client.get(f"/api/v1/matrices/{matrix.code}/export/").status_code == 200


def test_visitor_is_not_let_in(matrix):
    assert bring(APIClient(), f"/api/v1/matrices/{matrix.code}/import/", b"x").status_code == 401
    assert APIClient().get(f"/api/v1/matrices/{matrix.code}/export/").status_code == 404


def test_signs_are_told_and_the_file_is_checked_again_with_other_meanings(planner, matrix):
    content = workbook(MATRIX=[["code", "title", "T11.2", "T6.3"], ["P1", "Buses", "x", "verde"]])
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", content)
    assert answer.data["state"] == "REFUSED"
    assert [(sign["sign"], sign["score"], sign["is_read"]) for sign in answer.data["signs"]] == [
        ("verde", None, False),
        ("x", 2, True),
    ]
    wishes = {"scale": {"verde": {"score": 1, "kind": "INDIRECT"}, "x": 3}, "mode": "REPLACE"}
    again = planner.post(f"/api/v1/imports/{answer.data['code']}/check/", wishes, format="json")
    assert [again.status_code, again.data["state"], again.data["mode"]] == [200, "CHECKED", "REPLACE"]
    planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    found = matrix.cells.order_by("target__code").values_list("score", "kind", "original_value")
    assert list(found) == [(3, "", "x"), (1, "INDIRECT", "verde")]


@pytest.mark.parametrize("said", ["[]", "1", '"x"', "null", '{"a":' + "[" * 100_000])
def test_wishes_that_are_no_mapping_are_bad_input(planner, matrix, said):
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", good_workbook(META=NO_META))
    again = planner.post(
        f"/api/v1/imports/{answer.data['code']}/check/", said, content_type="application/json"
    )
    assert again.status_code == 400


def test_mode_and_scale_come_with_the_file_and_changes_page_by_page(planner, matrix):
    data = {"mode": "REPLACE", "scale": json.dumps({"2": 3})}
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", good_workbook(META=NO_META), **data)
    assert [answer.data["mode"], answer.data["change_counts"]] == ["REPLACE", {"cells_added": 3}]
    address = f"/api/v1/imports/{answer.data['code']}/changes/?group=cells_added&offset=1&limit=1"
    page = planner.get(address).data
    assert [page["count"], len(page["results"])] == [3, 1]
    assert answer.data["changes"]["cells_added"][0]["new"] == 3


def test_scale_that_says_nothing_is_refused(planner, matrix):
    data = {"scale": json.dumps({"x": 9})}
    answer = bring(planner, f"/api/v1/matrices/{matrix.code}/import/", good_workbook(META=NO_META), **data)
    assert answer.status_code == 400
    assert not MatrixImport.objects.exists()


def test_strategy_from_any_spreadsheet(planner, strategy):
    content = workbook(Plan=[["Nro", "Iniciativa"], ["1", "Verde"], ["1.1", "Árboles"]])
    columns = json.dumps({"fields": {"Nro": "code", "Iniciativa": "title"}, "level_from": "NUMBERING"})
    answer = bring(planner, f"/api/v1/strategies/{strategy.code}/import/", content, columns=columns)
    applied = planner.post(f"/api/v1/imports/{answer.data['code']}/apply/")
    assert applied.data == {"strategy": strategy.code, "matrix": None}
    found = strategy.elements.order_by("position").values_list("code", "parent__code", "level")
    assert list(found)[-2:] == [("1", None, "AXIS"), ("1.1", "1", "PROJECT")]
