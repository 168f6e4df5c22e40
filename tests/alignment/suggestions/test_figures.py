"""The figures of docs/suggestions.md, with a little room below: a change that costs more is seen."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alignment.demo.los_angeles import commitments_document
from alignment.suggestions.measuring import (
    Figures,
    Labelled,
    NotLabelled,
    measure,
    measure_sentence,
    read_labelled,
)

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("name", "precision", "recall", "hit"),
    [
        ("labelled_dev", 0.87, 0.87, 0.96),
        ("labelled_test", 0.82, 0.88, 0.95),
        ("labelled_fresh", 0.87, 0.85, 0.96),
        ("labelled_unseen", 0.73, 0.69, 0.90),
        ("labelled_last", 0.70, 0.68, 0.87),
        ("labelled_third", 0.80, 0.88, 0.96),
        ("labelled_fourth", 0.70, 0.72, 0.84),
        ("labelled_fifth", 0.83, 0.82, 0.96),
        ("labelled_sixth", 0.84, 0.76, 0.92),
        ("labelled_seventh", 0.79, 0.78, 0.95),
        ("labelled_eighth", 0.67, 0.59, 0.87),
        ("los_angeles", 0.65, 0.86, 0.86),
    ],
)
def test_figures_do_not_fall(name: str, precision: float, recall: float, hit: float) -> None:
    figures = measure(read_labelled(HERE / f"{name}.csv"))
    assert figures.precision >= precision
    assert figures.recall >= recall
    assert figures.hit >= hit


def test_the_set_is_as_large_and_as_broad_as_it_says() -> None:
    rows = [row for path in HERE.glob("labelled_*.csv") for row in read_labelled(path)]
    assert len(rows) == len({row.text for row in rows}) == 1052
    counts = Counter(row.language for row in rows)
    assert (sorted(counts), min(counts.values())) == (["en", "es", "fr", "pt"], 261)
    assert len({target for row in rows for target in row.targets}) >= 110


def test_the_set_of_los_angeles_is_what_the_citys_file_says(framework: None) -> None:
    document = commitments_document()
    titles = {element.code: element.title for element in document.elements}
    expected: dict[str, list[str]] = {}
    for cell in document.cells:
        expected.setdefault(titles[cell.element], []).append(cell.target)
    found = {row.text: list(row.targets) for row in read_labelled(HERE / "los_angeles.csv")}
    assert found == expected


def test_figures_add_up() -> None:
    right = measure_sentence(Labelled("es", "Ciclovías", ("11.2",)))
    wrong = measure_sentence(Labelled("es", "Ciclovías", ("5.1", "5.2")))
    assert right + wrong == Figures(
        sentences=2, suggested=2, expected=3, right=1, with_a_hit=1, first_right=1, without_any=0
    )
    assert ((right + wrong).precision, (right + wrong).recall) == (0.5, pytest.approx(1 / 3))
    assert (right + wrong).precision_of_three == pytest.approx(1 / 6)
    assert Figures().precision == Figures().recall == Figures().hit == Figures().first == 0


@pytest.mark.parametrize(
    "content",
    ["text,targets\na,1.1\n", "language,text,targets\nes,a,1.11x\n", "language,text,targets\nes,a,\n"],
)
def test_a_file_that_is_no_labelled_set_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotLabelled):
        read_labelled(path)
    with pytest.raises(CommandError):
        call_command("measure_suggestions", str(path))


def test_the_command_measures_a_file_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.csv"
    path.write_text("language,text,targets\npt-br,Ciclovias,11.2\nfr,Zut,ODS 1.1;4.2\n", encoding="utf-8")
    call_command("measure_suggestions", str(path), "--misses")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[2:5]] == [
        ["pt-br", "1", "1", "1.000", "1.000", "1.000", "1.000", "0", "0.333"],
        ["fr", "1", "0", "0.000", "0.000", "0.000", "0.000", "1", "0.000"],
        ["all", "2", "1", "1.000", "0.333", "0.500", "0.500", "1", "0.167"],
    ]
    assert lines[5:] == ["[fr] Zut", "    expected 1.1, 4.2; got nothing"]
