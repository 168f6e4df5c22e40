"""None of these files writes anything; each is answered with a message and, where there is one, its place."""

import html
import time

import pytest
from django.urls import reverse

from alignment.models import AlignmentCell, MatrixImport, StrategyElement
from tests.alignment.exchange.bad_files import BAD_FILES, million_formatted_rows
from tests.alignment.exchange.files import upload


def written():
    return (
        AlignmentCell.objects.count(),
        list(StrategyElement.objects.order_by("pk").values_list("code", "title", "level", "position")),
    )


@pytest.mark.parametrize("bad", BAD_FILES, ids=[bad.name for bad in BAD_FILES])
def test_bad_file_is_told_and_writes_nothing(client, personas, matrix, bad):
    client.force_login(personas["planner"])
    before = written()
    address = reverse("alignment:matrix_import", args=[matrix.code])
    answer = client.post(address, {"file": upload(bad.make(), bad.file)})
    if bad.place is None:
        assert answer.status_code == 422
        assert bad.words in " ".join(answer.context["form"].errors["file"])
        assert not MatrixImport.objects.exists()
    else:
        assert answer.status_code == 302
        row = MatrixImport.objects.get()
        errors = [issue for issue in row.issues if issue["level"] == "error"]
        found = [(issue["rule"], (issue["sheet"], issue["row"], issue["column"])) for issue in errors]
        assert (bad.rule, bad.place) in found, errors
        message = next(issue["message"] for issue in errors if bad.words in issue["message"])
        page = client.get(answer.headers["Location"])
        assert page.status_code == 200
        assert message in html.unescape(page.content.decode())
        assert row.state == "REFUSED"
        apply = client.post(reverse("alignment:import_apply", args=[row.code]))
        assert apply.headers["Location"] == reverse("alignment:import_detail", args=[row.code])
    assert written() == before


def test_there_are_at_least_forty():
    assert len({bad.name for bad in BAD_FILES}) >= 40


def test_million_empty_rows_are_passed_over_quickly_and_told(check, matrix):
    content = million_formatted_rows()
    start = time.monotonic()
    row = check(content, matrix=matrix)
    assert time.monotonic() - start < 10
    (issue,) = [issue for issue in row.issues if issue["rule"] == "E12"]
    assert (issue["level"], issue["sheet"], issue["row"]) == ("warning", "MATRIX", 2003)
    assert row.summary["counts"]["cells"]["added"] == 3
