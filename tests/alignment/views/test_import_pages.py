import io
import json
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from alignment.models import AlignmentCell, AlignmentMatrix, MatrixImport, Strategy
from participants.models import RoleAssignment
from tests.alignment.exchange.conftest import check, framework, matrix, strategy
from tests.alignment.exchange.files import META, STRATEGY, good_workbook, upload, workbook
from tests.factories.alignment import AlignmentCellFactory
from tests.factories.participants import CityFactory
from tests.personas import personas

__all__ = ["check", "framework", "matrix", "personas", "strategy"]

NO_META = [["key", "value"]]
BAD = workbook(STRATEGY=STRATEGY, MATRIX=[["code", "title", "T11.2"], ["P1", "Buses", 4]])


@pytest.fixture
def planner(client, personas):
    client.force_login(personas["planner"])
    return client


def bring(client, address, content, name="matrix.xlsx", **data):
    return client.post(address, {"file": upload(content, name), **data})


def test_file_goes_from_upload_over_preview_into_the_matrix(planner, matrix):
    address = reverse("alignment:matrix_import", args=[matrix.code])
    response = bring(planner, address, good_workbook(META=NO_META))
    row = MatrixImport.objects.get()
    assert response.headers["Location"] == reverse("alignment:import_detail", args=[row.code])
    page = planner.get(response.headers["Location"])
    assert page.status_code == 200
    assert [row.state, AlignmentCell.objects.count()] == ["CHECKED", 0]
    assert "Adds 3 scores" in page.content.decode()
    done = planner.post(reverse("alignment:import_apply", args=[row.code]))
    assert done.headers["Location"] == reverse("alignment:matrix_detail", args=[matrix.code])
    assert AlignmentCell.objects.count() == 3


def test_bad_file_shows_place_and_rule_and_takes_the_corrected_one(planner, matrix):
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), BAD)
    page = planner.get(response.headers["Location"]).content.decode()
    assert "The file has 1 error. Nothing was written." in page
    assert "4 is outside the scale from −3 to 3." in page
    assert "E2" in page
    again = bring(planner, response.headers["Location"], good_workbook(META=NO_META), "corrected.xlsx")
    row = MatrixImport.objects.get(upload__original_name="corrected.xlsx")
    assert again.headers["Location"] == reverse("alignment:import_detail", args=[row.code])
    assert [row.matrix, row.state] == [matrix, "CHECKED"]


def test_refused_import_cannot_be_applied(planner, matrix):
    bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), BAD)
    row = MatrixImport.objects.get()
    response = planner.post(reverse("alignment:import_apply", args=[row.code]))
    assert response.headers["Location"] == reverse("alignment:import_detail", args=[row.code])
    assert AlignmentCell.objects.count() == 0


def test_second_click_writes_nothing_twice(planner, matrix):
    bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), good_workbook(META=NO_META))
    row = MatrixImport.objects.get()
    planner.post(reverse("alignment:import_apply", args=[row.code]))
    response = planner.post(reverse("alignment:import_apply", args=[row.code]), follow=True)
    assert "This file was imported already." in response.content.decode()
    assert AlignmentCell.objects.count() == 3


def test_change_after_the_check_leads_to_a_new_preview(planner, matrix, strategy):
    bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), good_workbook(META=NO_META))
    row = MatrixImport.objects.get()
    AlignmentCellFactory(matrix=matrix, element=strategy.elements.first(), target__code="1.1", score=1)
    response = planner.post(reverse("alignment:import_apply", args=[row.code]), follow=True)
    assert "The matrix was changed after this file was checked." in response.content.decode()
    assert AlignmentCell.objects.count() == 1
    planner.post(reverse("alignment:import_apply", args=[row.code]))
    assert AlignmentCell.objects.count() == 4


def test_file_without_news_has_nothing_to_confirm(planner, matrix, check):
    for _time in range(2):
        response = bring(
            planner, reverse("alignment:matrix_import", args=[matrix.code]), good_workbook(META=NO_META)
        )
        page = planner.get(response.headers["Location"]).content.decode()
        planner.post(response.headers["Location"] + "apply/")
    assert "Nothing: everything in the file is there already." in page
    assert "Import now" not in page


def test_file_becomes_a_new_strategy_of_the_city_it_names(planner, framework, personas):
    city = personas.city
    meta = [*META[:2], ["city_geonameid", 77], *META[3:]]
    city.geonameid = 77
    city.save()
    response = bring(planner, reverse("alignment:import_new"), good_workbook(META=meta))
    planner.post(response.headers["Location"] + "apply/")
    strategy = Strategy.objects.get()
    assert [strategy.city, strategy.title, strategy.network] == [city, "Plan Rosario", personas.network]
    assert list(strategy.elements.order_by("position").values_list("code", flat=True)) == ["P1", "P2"]
    assert AlignmentMatrix.objects.get().cells.count() == 3


def test_planner_cannot_bring_a_strategy_of_another_city(planner, framework):
    CityFactory(name="Rosario", slug="rosario")
    response = bring(planner, reverse("alignment:import_new"), good_workbook())
    page = planner.get(response.headers["Location"]).content.decode()
    assert "You cannot add strategies for Rosario" in page
    assert MatrixImport.objects.get().state == "REFUSED"


def test_city_that_is_not_known_is_told_with_its_place(planner, framework):
    response = bring(planner, reverse("alignment:import_new"), good_workbook())
    planner.get(response.headers["Location"])
    (issue,) = [row for row in MatrixImport.objects.get().issues if row["level"] == "error"]
    assert (issue["sheet"], issue["row"], issue["message"]) == ("META", 3, "No city is called Rosario.")


def test_city_of_the_file_must_be_the_city_of_the_strategy(planner, matrix):
    CityFactory(name="Rosario", slug="rosario")
    bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), good_workbook())
    row = MatrixImport.objects.get()
    assert [issue["rule"] for issue in row.issues if issue["level"] == "error"] == ["E4"]


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "empty.xlsx"), (b"GIF89a", "x.gif"), (b"%PDF-1.4", "x.pdf")]
)
def test_what_is_no_matrix_stays_on_the_form(planner, matrix, content, name):
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), content, name)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not MatrixImport.objects.exists()


def test_form_without_file_is_refused(planner, matrix):
    response = planner.post(reverse("alignment:matrix_import", args=[matrix.code]), {})
    assert response.status_code == 422


def test_frozen_matrix_takes_no_file(planner, matrix):
    AlignmentMatrix.objects.update(state="SUBMITTED")
    response = bring(
        planner, reverse("alignment:matrix_import", args=[matrix.code]), good_workbook(META=NO_META)
    )
    assert response.status_code == 409
    assert not MatrixImport.objects.exists()


@pytest.mark.parametrize("name", ["other_coordinator", "member"])
def test_others_find_neither_form_nor_import(client, personas, matrix, check, name):
    row = check(good_workbook(META=NO_META), matrix=matrix)
    client.force_login(personas[name])
    assert client.get(reverse("alignment:matrix_import", args=[matrix.code])).status_code == 404
    assert client.get(reverse("alignment:strategy_import", args=[matrix.strategy.code])).status_code == 404
    assert client.get(reverse("alignment:import_detail", args=[row.code])).status_code == 404
    assert client.post(reverse("alignment:import_apply", args=[row.code])).status_code == 404
    assert client.get(reverse("alignment:import_download", args=[row.code])).status_code == 404
    assert client.get(reverse("alignment:matrix_export", args=[matrix.code])).status_code == 404


def test_reviewer_exports_but_does_not_import(client, personas, matrix):
    client.force_login(personas["reviewer"])
    assert client.get(reverse("alignment:matrix_import", args=[matrix.code])).status_code == 403
    assert client.get(reverse("alignment:matrix_export", args=[matrix.code])).status_code == 200


def test_visitor_is_sent_to_sign_in(client, matrix):
    response = client.get(reverse("alignment:matrix_import", args=[matrix.code]))
    assert response.status_code == 302


def test_planner_who_lost_the_role_cannot_apply(planner, personas, matrix, check):
    row = check(good_workbook(META=NO_META), matrix=matrix)
    RoleAssignment.objects.filter(person__account=personas["planner"]).delete()
    AlignmentMatrix.objects.update(created_by=None)
    assert planner.post(reverse("alignment:import_apply", args=[row.code])).status_code == 403


def test_uploaded_file_comes_back_as_it_was(planner, matrix, check):
    content = good_workbook(META=NO_META)
    row = check(content, matrix=matrix)
    response = planner.get(reverse("alignment:import_download", args=[row.code]))
    assert b"".join(response.streaming_content) == content


@pytest.mark.parametrize(
    ("kind", "ending", "start"), [("xlsx", ".xlsx", b"PK"), ("csv", ".zip", b"PK"), ("json", ".json", b"{")]
)
def test_matrix_is_exported_in_three_formats(planner, matrix, kind, ending, start):
    response = planner.get(reverse("alignment:matrix_export", args=[matrix.code]), {"format": kind})
    assert response.content.startswith(start)
    assert response.headers["Content-Disposition"].endswith(f'{ending}"')


def test_unknown_format_is_a_bad_request(planner, matrix):
    response = planner.get(reverse("alignment:matrix_export", args=[matrix.code]), {"format": "exe"})
    assert response.status_code == 400


@pytest.mark.parametrize(("query", "columns"), [("", 169), ("?depth=goal", 17)])
def test_blank_workbook_has_elements_and_all_columns(planner, strategy, query, columns):
    response = planner.get(reverse("alignment:strategy_template", args=[strategy.code]) + query)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["MATRIX"]
    assert [sheet.max_column - 2, sheet["A2"].value, sheet["C2"].value] == [columns, "P1", None]


def test_schema_is_public(client):
    assert client.get(reverse("alignment:exchange_schema")).json()["$id"] == "urn:alignment-matrix:1"


def test_csv_zip_holds_the_tables(planner, matrix):
    response = planner.get(reverse("alignment:matrix_export", args=[matrix.code]), {"format": "csv"})
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert names == ["meta.csv", "strategy.csv", "cells.csv", "evidence.csv"]


def test_json_names_format_and_version(planner, matrix):
    response = planner.get(reverse("alignment:matrix_export", args=[matrix.code]), {"format": "json"})
    content = json.loads(response.content)
    assert [content["format"], content["version"], content["framework"]] == ["alignment-matrix", 1, "2025"]
