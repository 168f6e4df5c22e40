import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from sdgplatform.exports import escaped, export_response, unescaped, write_csv, write_xlsx

HEADER = ["Name", "Number"]


def body(response):
    return b"".join(response.streaming_content)


def read_xlsx(file):
    sheet = openpyxl.load_workbook(file).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)], sheet


def test_csv_has_byte_order_mark_commas_and_crlf():
    data = body(export_response([["Añatuya", 3]], header=HEADER, filename="list", format="csv"))
    assert data == b"\xef\xbb\xbfName,Number\r\nA\xc3\xb1atuya,3\r\n"


def test_csv_writes_iso_dates_points_and_blanks():
    row = [date(2026, 3, 1), datetime(2026, 3, 1, 9, 5, tzinfo=UTC), Decimal("1.50"), None, True, ["a", "b"]]
    data = b"".join(write_csv([row], header=["h"] * 6)).decode("utf-8-sig").splitlines()
    assert data[1] == '2026-03-01,2026-03-01 09:05,1.50,,1,"a, b"'


@pytest.mark.parametrize("text", ["=1+1", "+54 351", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1"])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_text_that_looks_like_a_formula_is_escaped(text, format_):
    data = body(export_response([[text, -2]], header=HEADER, filename="list", format=format_))
    if format_ == "csv":
        assert f"'{text}".replace("\r", "") in data.decode("utf-8-sig").replace("\r", "")
        assert data.decode().rstrip().endswith(",-2")
    else:
        rows, sheet = read_xlsx(io.BytesIO(data))
        assert rows[1][0].startswith("'")
        assert sheet["A2"].data_type == "s"
        assert rows[1][1] == -2


@given(st.text())
def test_escaping_is_undone_exactly(text):
    assert unescaped(escaped(text)) == text


@given(st.text())
def test_escaped_text_never_starts_like_a_formula(text):
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_xlsx_cells_are_typed_and_the_header_stays():
    row = ["Ciudad", 3, 1.5, date(2026, 3, 1), datetime(2026, 3, 1, 9, 5, tzinfo=UTC), None]
    rows, sheet = read_xlsx(write_xlsx([row], header=["a", "b", "c", "d", "e", "f"], title="Lista: [1]"))
    dates = [datetime.fromisoformat("2026-03-01"), datetime.fromisoformat("2026-03-01T09:05")]
    assert rows[1] == ["Ciudad", 3, 1.5, *dates, None]
    assert (sheet.freeze_panes, sheet.title, sheet["A1"].font.b) == ("A2", "Lista   1", True)


def test_xlsx_drops_characters_that_no_workbook_can_hold():
    rows, _sheet = read_xlsx(write_xlsx([["a\x00b\x0bc"]], header=["x"]))
    assert rows[1] == ["abc"]


def test_header_may_be_lazy_text():
    data = b"".join(write_csv([], header=[gettext_lazy("Name")])).decode("utf-8-sig")
    assert data == "Name\r\n"


def test_download_keeps_accents_in_its_name():
    response = export_response([], header=HEADER, filename="Córdoba", format="csv")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''C%C3%B3rdoba.csv"


def test_rows_are_asked_for_one_by_one():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield [number]

    lines = write_csv(rows(), header=["n"])
    next(lines)
    assert asked == []
    next(lines)
    assert asked == [0]


def test_unknown_format_is_a_bad_request():
    with pytest.raises(BadRequest):
        export_response([], header=HEADER, filename="list", format="exe")
