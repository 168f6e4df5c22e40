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


SIGNS = workbook(
    MATRIX=[["code", "title", "T11.2", "T6.3"], ["P1", "Buses", "++", "x"], ["P2", "Water", "++", 2]]
)


def test_signs_are_shown_and_can_be_given_another_score(planner, matrix):
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), SIGNS)
    page = planner.get(response.headers["Location"])
    form = page.context["reading"]
    assert [(sign["sign"], sign["count"], sign["is_read"]) for sign, _score, _kind in form.rows] == [
        ("++", 2, False),
        ("x", 1, True),
        ("2", 1, True),
    ]
    row = MatrixImport.objects.get()
    data = {"mode": "MERGE", "score_0": "3", "kind_0": "DIRECT", "score_1": "2", "score_2": "2"}
    planner.post(reverse("alignment:import_reread", args=[row.code]), data)
    row.refresh_from_db()
    assert [row.state, row.scale] == ["CHECKED", {"++": {"score": 3, "kind": "DIRECT"}}]
    planner.post(reverse("alignment:import_apply", args=[row.code]))
    found = matrix.cells.filter(target__code="11.2").values_list("score", "kind", "original_value")
    assert list(found) == [(3, "DIRECT", "++")] * 2


def test_sign_is_asked_once_be_it_number_text_or_capitals(planner, matrix):
    content = workbook(
        MATRIX=[
            ["code", "title", "T11.2", "T6.3", "T1.1"],
            ["P1", "Buses", 1, "1", "Z"],
            ["P2", "Water", "z"],
        ]
    )
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), content)
    rows = planner.get(response.headers["Location"]).context["reading"].rows
    assert [(sign["sign"], sign["count"]) for sign, _score, _kind in rows] == [("Z", 2), ("1", 2)]


def test_fractions_are_read_as_parts_of_one(planner, matrix):
    content = workbook(MATRIX=[["code", "title", "T11.2", "T6.3", "T1.1"], ["P1", "Buses", 0, 0.5, 1]])
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), content)
    planner.post(response.headers["Location"] + "apply/")
    found = matrix.cells.order_by("score").values_list("target__code", "score", "original_value")
    assert list(found) == [("11.2", 0, ""), ("6.3", 1, "0.5"), ("1.1", 3, "1")]


def test_replacing_is_chosen_at_the_upload_and_lists_what_goes(planner, matrix, strategy):
    AlignmentCellFactory(matrix=matrix, element=strategy.elements.first(), target__code="1.1", score=1)
    address = reverse("alignment:matrix_import", args=[matrix.code])
    response = bring(planner, address, good_workbook(META=NO_META), mode="REPLACE")
    page = planner.get(response.headers["Location"])
    assert [(change.code, change.target, change.old) for change in page.context["changes"]] == [
        ("P1", "1.1", 1)
    ]
    assert "Takes out 1 score" in page.content.decode()
    added = planner.get(response.headers["Location"] + "?show=cells_added")
    assert len(added.context["changes"]) == 3


def test_changes_come_in_pages(planner, matrix, strategy):
    codes = [f"T{goal}.{number}" for goal in (3, 8, 16, 17) for number in range(1, 10)]
    rows = [["code", "title", *codes], *([code, "x", *[1] * len(codes)] for code in ("P1", "P2"))]
    response = bring(planner, reverse("alignment:matrix_import", args=[matrix.code]), workbook(MATRIX=rows))
    first = planner.get(response.headers["Location"])
    last = planner.get(response.headers["Location"] + "?show=cells_added&page=2")
    assert [len(page.context["changes"]) for page in (first, last)] == [50, 22]
    assert last.context["change_page"].paginator.count == 72


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_any_spreadsheet_becomes_a_strategy_once_its_columns_are_known(planner, framework, personas, form):
    content = workbook(Plan=[["Plan 2030"], ["Nro", "Iniciativa"], ["1", "Verde"], ["1.1", "Agua"]])
    name = "plan.xlsx"
    if form == "csv":
        content, name = b"Nro;Iniciativa\n1;Verde\n1.1;Agua\n", "plan.csv"
    city = f"#{personas.city.slug}"
    response = bring(planner, reverse("alignment:import_new"), content, name, city=city)
    address = response.headers["Location"]
    assert address.endswith("/columns/")
    page = planner.get(address)
    assert [choice.initial for _letter, _name, _examples, choice in page.context["form"].rows] == [
        "code",
        "title",
    ]
    assert page.context["form"]["level_from"].initial == "NUMBERING"
    data = {"column_0": "code", "column_1": "title", "level_from": "NUMBERING", "dates": "DMY"}
    assert planner.post(address, data).status_code == 422  # a new strategy needs its title and years
    document = {
        "title": "Plan 2030",
        "period_start": 2025,
        "period_end": 2030,
        "kind": "STRATEGIC",
        "language": "es",
    }
    preview = planner.post(address, data | document).headers["Location"]
    page = planner.get(preview)
    assert [(row.code, row.depth, row.level) for row in page.context["branches"]] == [
        ("1", 0, "Axis"),
        ("1.1", 1, "Project"),
    ]
    done = planner.post(preview + "apply/")
    strategy = Strategy.objects.get()
    assert done.headers["Location"] == reverse("alignment:strategy_detail", args=[strategy.code])
    assert [strategy.title, strategy.elements.count(), strategy.matrices.count()] == ["Plan 2030", 2, 0]
    again = bring(planner, reverse("alignment:strategy_import", args=[strategy.code]), content, name)
    page = planner.get(again.headers["Location"])  # the columns are remembered
    assert page.context["row"].summary["is_remembered"]
    assert page.context["effects"] == []


def test_a_column_for_each_level_is_guessed_previewed_and_remembered(planner, framework, personas):
    head = ["Eje", "Objetivo", "Proyecto", "Responsable"]
    content = workbook(Plan=[head, ["Verde", "Aire", "Plantar", "Parques"], [None, None, "Regar", "Parques"]])
    city = f"#{personas.city.slug}"
    response = bring(planner, reverse("alignment:import_new"), content, "plan.xlsx", city=city)
    address = response.headers["Location"]
    form = planner.get(address).context["form"]
    guessed = [choice.initial for _letter, _name, _examples, choice in form.rows]
    assert guessed == ["axis", "objective", "project", "responsible"]
    assert form["level_from"].initial == "COLUMNS"
    data = {f"column_{place}": name for place, name in enumerate(guessed)} | {"dates": "DMY"}
    document = {"title": "P", "period_start": 2025, "period_end": 2030, "kind": "STRATEGIC", "language": "es"}
    wrong = planner.post(address, data | document | {"level_from": "SAME"})
    assert wrong.status_code == 422
    assert "comes from its column" in wrong.content.decode()
    preview = planner.post(address, data | document | {"level_from": "COLUMNS"}).headers["Location"]
    rows = planner.get(preview).context["branches"]
    assert [(row.code, row.depth, row.level) for row in rows] == [
        ("1", 0, "Axis"),
        ("1.1", 1, "Objective"),
        ("1.1.1", 2, "Project"),
        ("1.1.2", 2, "Project"),
    ]
    planner.post(preview + "apply/")
    strategy = Strategy.objects.get()
    units = dict(strategy.elements.values_list("title", "responsible"))
    assert units == {"Verde": "", "Aire": "", "Plantar": "Parques", "Regar": "Parques"}
    again = bring(planner, reverse("alignment:strategy_import", args=[strategy.code]), content, "plan.xlsx")
    page = planner.get(again.headers["Location"])
    assert page.context["row"].summary["is_remembered"]
    assert page.context["effects"] == []


def test_row_with_a_fault_shows_it_in_the_tree(planner, strategy):
    content = workbook(
        Plan=[["Nro", "Iniciativa", "Fin"], ["9", "Verde", "31/02/2025"], ["9.1", "Agua", None]]
    )
    response = bring(planner, reverse("alignment:strategy_import", args=[strategy.code]), content)
    data = {
        "column_0": "code",
        "column_1": "title",
        "column_2": "ends_on",
        "level_from": "NUMBERING",
        "dates": "DMY",
    }
    preview = planner.post(response.headers["Location"], data).headers["Location"]
    faults = {row.code: row.faults for row in planner.get(preview).context["branches"]}
    assert faults == {
        "P1": [],
        "P2": [],
        "9": ["“2025-02-31” is not a date. Write it as 2026-03-31."],
        "9.1": [],
    }


def test_columns_of_a_file_with_our_tables_need_not_be_said(planner, strategy):
    response = bring(
        planner, reverse("alignment:strategy_import", args=[strategy.code]), good_workbook(META=NO_META)
    )
    assert not response.headers["Location"].endswith("/columns/")


def test_instructions_come_in_the_language_that_is_asked_for(planner, strategy):
    address = reverse("alignment:strategy_template", args=[strategy.code]) + "?lang=es"
    sheet = openpyxl.load_workbook(io.BytesIO(planner.get(address).content))["INSTRUCTIONS"]
    assert sheet["A1"].value == "Cómo completar este libro"


def test_page_of_a_check_takes_as_many_queries_for_two_changes_as_for_seventy(
    planner, matrix, django_assert_max_num_queries
):
    codes = [f"T{goal}.{number}" for goal in (3, 8, 16, 17) for number in range(1, 10)]
    for width in (1, len(codes)):
        rows = [["code", "title", *codes[:width]], *([code, "x", *[1] * width] for code in ("P1", "P2"))]
        response = bring(
            planner, reverse("alignment:matrix_import", args=[matrix.code]), workbook(MATRIX=rows)
        )
        with django_assert_max_num_queries(12):
            planner.get(response.headers["Location"])
