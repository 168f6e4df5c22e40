from pathlib import Path

import pytest

from alignment.suggestions import companions as module
from alignment.suggestions.companions import companions, with_companions
from alignment.suggestions.engine import suggest_targets
from alignment.suggestions.lexicon import LexiconError


def test_companions_are_other_targets_with_a_share(target_codes: set[str]) -> None:
    assert set(companions()) <= target_codes
    for code, others in companions().items():
        assert {other for other, _share in others} <= target_codes - {code}
        assert all(0 < share < 1 for _other, share in others)


def test_a_target_that_words_point_to_gains_beside_its_companion() -> None:
    before = {"11.5": 1.0, "13.1": 0.4, "4.1": 0.4}
    after = with_companions(before)
    assert (after["11.5"], after["4.1"]) == (1.0, 0.4)
    assert after["13.1"] > 0.4


def test_what_no_word_points_to_is_not_added_and_the_best_stays_best() -> None:
    assert with_companions({"11.5": 1.0}) == {"11.5": 1.0}
    assert with_companions({}) == {}
    close = with_companions({"11.5": 1.0, "13.1": 0.95})
    assert close["11.5"] == 1.0
    assert 0.95 < close["13.1"] < 1.0
    equal = with_companions({"11.5": 1.0, "13.1": 1.0})
    assert equal["13.1"] == 1.0


def test_the_second_of_a_pair_is_shown_where_the_first_is() -> None:
    text = "Controles prenatales y vacunación de recién nacidos"
    assert {one.code for one in suggest_targets(text, language="es")} == {"3.1", "3.2"}


def test_a_line_that_cannot_be_read_names_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "companions.txt").write_text("# read me\n11.5 13.1\n", encoding="utf-8")
    monkeypatch.setattr(module, "DATA", tmp_path)
    companions.cache_clear()
    try:
        with pytest.raises(LexiconError, match="line 2"):
            companions()
    finally:
        companions.cache_clear()
