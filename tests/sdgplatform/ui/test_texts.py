from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from sdgplatform.ui import texts

NBSP = "\u00a0"
MORNING = datetime(2017, 11, 28, 12, 5, tzinfo=UTC)
CORDOBA = "America/Argentina/Cordoba"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, ""),
        (0, f"0{NBSP}B"),
        (999, f"999{NBSP}B"),
        (48_000, f"48{NBSP}kB"),
        (999_499, f"999{NBSP}kB"),
        (999_500, f"1.0{NBSP}MB"),
        (2_400_000, f"2.4{NBSP}MB"),
        (99_949_999, f"99.9{NBSP}MB"),
        (312_000_000, f"312{NBSP}MB"),
        (2_000_000_000, f"2.0{NBSP}GB"),
    ],
)
def test_filesize_is_short_and_has_a_no_break_space(size: int | None, expected: str) -> None:
    assert texts.filesize_text(size) == expected


def test_filesize_follows_the_language() -> None:
    with translation.override("es"):
        assert texts.filesize_text(2_400_000) == f"2,4{NBSP}MB"


@pytest.mark.parametrize(
    ("score", "expected"), [(3, "+3"), (0, "0"), (-1, "\u22121"), (-3, "\u22123"), (None, "")]
)
def test_score_has_a_true_sign(score: int | None, expected: str) -> None:
    assert texts.score_text(score) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", f"1{NBSP}586.5"),
        ("es", f"1{NBSP}586,5"),
        ("pt-br", f"1{NBSP}586,5"),
        ("fr", "1\u202f586,5"),
    ],
)
def test_number_is_grouped_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert texts.number_text(1586.5, 1) == expected


def test_number_below_zero_has_a_true_minus() -> None:
    assert texts.number_text(-1200) == f"\u22121{NBSP}200"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (CORDOBA, "UTC\u22123"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("Europe/Madrid", "UTC+1"),
        ("UTC", "UTC"),
        ("America/St_Johns", "UTC\u22123:30"),
    ],
)
def test_offset_names_hours_and_minutes(zone: str, expected: str) -> None:
    assert texts.offset_text(MORNING.astimezone(ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "28 Nov 2017, 09:05"),
        ("es", "28 nov 2017, 09:05"),
        ("pt-br", "28 de nov de 2017, 09:05"),
        ("fr", "28 nov. 2017, 09:05"),
    ],
)
def test_moment_is_written_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert texts.moment_text(texts.in_zone(MORNING, CORDOBA)) == expected


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("date", "28 Nov 2017"),
        ("time", "09:05"),
        ("day", "28 Nov"),
        ("long", "Tuesday 28 November 2017"),
    ],
)
def test_moment_has_shapes(shape: texts.Shape, expected: str) -> None:
    assert texts.moment_text(texts.in_zone(MORNING, CORDOBA), shape) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "martes 28 de noviembre de 2017"),
        ("pt-br", "terça-feira, 28 de novembro de 2017"),
        ("fr", "mardi 28 novembre 2017"),
    ],
)
def test_names_of_days_and_months_are_small_where_the_language_has_them_so(
    language: str, expected: str
) -> None:
    with translation.override(language):
        assert texts.moment_text(texts.in_zone(MORNING, CORDOBA), "long") == expected


def test_moment_names_its_zone_when_asked() -> None:
    local = texts.in_zone(MORNING, CORDOBA)
    assert texts.moment_text(local, "time", with_zone=True) == "09:05 (UTC\u22123)"


def test_machine_time_is_a_date_for_days_and_utc_for_moments() -> None:
    late = texts.in_zone(datetime(2017, 11, 29, 1, 0, tzinfo=UTC), CORDOBA)
    assert texts.machine_time(late, "date") == "2017-11-28"
    assert texts.machine_time(late, "datetime") == "2017-11-29T01:00:00Z"
    assert texts.machine_time(date(2017, 11, 28), "date") == "2017-11-28"


def test_one_instant_reads_differently_in_two_zones() -> None:
    assert texts.moment_text(texts.in_zone(MORNING, "UTC"), "time") == "12:05"
    assert texts.moment_text(texts.in_zone(MORNING, CORDOBA), "time") == "09:05"


def test_a_kept_text_follows_the_language() -> None:
    with translation.override("en"):
        english = texts.moment_text(MORNING, "long")
    with translation.override("es"):
        assert texts.moment_text(MORNING, "long") != english
