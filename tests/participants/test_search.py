"""Matching: whatever the case, the accents, the order of the words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.models import Person
from sdgplatform.search import fold
from tests.factories.participants import PersonFactory

words = st.text(alphabet="aáàãbcçdeéêfñnoóöuúÜ ßÁÉÍ'-", min_size=1, max_size=20)


@given(st.text(max_size=60))
def test_fold_is_stable_and_has_no_accents_capitals_or_double_spaces(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert not any(unicodedata.combining(letter) for letter in folded)
    assert folded.split() == folded.split(" ") or folded == ""
    assert "\0" not in folded


@given(words)
def test_fold_does_not_see_case_or_accents(text):
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    assert fold(text) == fold(text.upper()) == fold(plain) == fold(f"  {text}\t")


@pytest.mark.django_db
@given(given_name=words, family_name=words, seed=st.randoms(use_true_random=False))
def test_a_person_is_found_by_any_of_its_words_in_any_order(given_name, family_name, seed):
    person = PersonFactory(given_name=given_name or "x", family_name=family_name)
    try:
        asked = f"{given_name} {family_name}".upper().split()[:8]
        seed.shuffle(asked)
        assert person in Person.objects.matching(" ".join(asked))
    finally:
        person.delete()


@pytest.mark.django_db
def test_matching_needs_every_word_and_escapes_wildcards():
    ana, _other = PersonFactory(given_name="Ana", family_name="Núñez"), PersonFactory()
    assert list(Person.objects.matching("nunez ana")) == [ana]
    assert list(Person.objects.matching("ana pérez")) == []
    assert list(Person.objects.matching("a%a")) == []
    assert Person.objects.matching("").count() == 2
