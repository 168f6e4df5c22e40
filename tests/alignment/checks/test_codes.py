import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.actions.framework import DATA
from alignment.checks.codes import normal_code, normal_goal, normal_indicator, normal_target, place
from alignment.checks.framework_files import read_framework

FILES = read_framework(DATA)
TARGETS = [code for codes in FILES.codes["targets"].values() for code in codes]
INDICATORS = FILES.codes["versions"]["2025"]["codes"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1-a", "1.a"),
        ("01.0A", "1.a"),
        ("Meta 1.a", "1.a"),
        ("ODS 11.2", "11.2"),
        ("Target 11.2", "11.2"),
        ("T11.2", "11.2"),
        ("T8.10", "8.10"),
        ("G11", "11"),
        ("ODS11", "11"),
        ("SDG: 3", "3"),
        ("Objectif n° 7", "7"),
        ("cible 3,c", "3.c"),
        ("ODS 1a", "1.a"),
        ("11–2", "11.2"),
        (" 16 . 10 . 2 ", "16.10.2"),
        ("Indicador 1.a.1", "1.a.1"),
        (11.2, "11.2"),
        (11.0, "11"),
        (4, "4"),
        ("18", "18"),
        ("100", ""),
        ("11.2-cba1", "11.2-CBA1"),
        ("Meta 01.A-rio", "1.a-RIO"),
        ("18.3", "18.3"),
        ("11.2-123", ""),
        ("1.e", ""),
        ("0", ""),
        ("Meta", ""),
        ("11.2 Transporte", ""),
        ("", ""),
        (None, ""),
        (True, ""),
        ("9" * 5000, ""),
    ],
)
def test_normal_code_accepts_the_usual_spellings(written: object, code: str) -> None:
    assert normal_code(written) == code


prefixes = st.sampled_from(["", "Meta ", "ODS ", "SDG target ", "T", "meta: ", "Cible ", "ODD ", "Target #"])
separators = st.sampled_from([".", ",", "-", "–", "/", " . ", "_"])


@given(
    prefix=prefixes,
    code=st.sampled_from(TARGETS),
    separator=separators,
    upper=st.booleans(),
    zero=st.booleans(),
)
def test_normal_target_is_the_same_in_all_spellings(
    prefix: str, code: str, separator: str, upper: bool, zero: bool
) -> None:
    goal, part = code.split(".")
    written = f"{prefix}{'0' if zero else ''}{goal}{separator}{part.upper() if upper else part} "
    assert normal_target(written) == code


@given(code=st.sampled_from(INDICATORS), prefix=prefixes)
def test_normal_indicator_keeps_every_code_of_the_list(code: str, prefix: str) -> None:
    assert (normal_indicator(prefix + code), normal_target(code), normal_goal(code)) == (code, "", "")


@given(st.text(max_size=80) | st.floats() | st.integers() | st.decimals())
def test_normal_code_never_fails_and_is_stable(written: object) -> None:
    code = normal_code(written)
    assert normal_code(code) == code


def test_place_sorts_numbers_before_letters() -> None:
    assert sorted(["8.a", "8.10", "8.2", "17", "8", "10.1"], key=place) == [
        "8",
        "8.2",
        "8.10",
        "8.a",
        "10.1",
        "17",
    ]
