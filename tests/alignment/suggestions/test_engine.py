import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.checks.codes import normal_target
from alignment.suggestions import suggest_goals, suggest_targets
from alignment.suggestions.lexicon import lexicon_of, parse_term
from alignment.suggestions.measuring import Labelled, read_labelled
from alignment.suggestions.slips import is_one_slip
from alignment.suggestions.words import DATA, LANGUAGES, WORD, stem, words_of

HERE = Path(__file__).parent
SAMPLES = read_labelled(HERE / "labelled_dev.csv")[::4]


def first(text: str, language: str) -> str:
    found = suggest_targets(text, language=language)
    return found[0].code if found else ""


def without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def test_words_that_matched_are_found_in_the_text_at_their_places() -> None:
    title, description = "Nuevas ciclovías", "Con estacionamientos para bicicletas en cada estación."
    best = suggest_targets(title, description, language="es")[0]
    assert best.code == "11.2"
    texts = {"title": title, "description": description}
    at_places = [texts[one.part][one.start : one.end] for one in best.matches]
    assert at_places == [one.word for one in best.matches]
    assert best.words == ["ciclovías", "estacionamientos", "bicicletas", "estación"]
    assert best.notions == ("public transport and mobility",)


def test_a_phrase_outweighs_the_words_in_it() -> None:
    assert first("Parque tecnológico", "es") == "9.5"
    assert first("Violência doméstica", "pt") == "5.2"
    assert first("Aménagement de parcs et jardins", "fr") == "11.7"


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: row.text[:30])
def test_accents_capitals_and_spaces_change_nothing(row: Labelled) -> None:
    codes = [one.code for one in suggest_targets(row.text, language=row.language)]
    for text in (without_accents(row.text), row.text.upper(), f"  {row.text.replace(' ', '  ')}\n"):
        assert [one.code for one in suggest_targets(text, language=row.language)] == codes


@pytest.mark.parametrize(
    ("one", "many", "language"),
    [
        ("mujer víctima de violencia", "mujeres víctimas de violencias", "es"),
        ("inundación del barrio", "inundaciones de los barrios", "es"),
        ("habitação social", "habitações sociais", "pt"),
        ("lixão", "lixões", "pt"),
        ("affordable home", "affordable homes", "en"),
        ("libraries and museums", "library and museum", "en"),
        ("logement social", "logements sociaux", "fr"),
        ("inondation", "inondations", "fr"),
        ("égalité professionnelle", "égalités professionnelles", "fr"),
    ],
)
def test_singular_and_plural_suggest_the_same_first(one: str, many: str, language: str) -> None:
    assert first(one, language) == first(many, language) != ""


@pytest.mark.parametrize(
    ("right", "wrong", "language"),
    [
        ("saneamiento básico", "saneamineto básico", "es"),
        ("biodiversidade", "biodivercidade", "pt"),
        ("wastewater", "wasetwater", "en"),
        ("assainissement", "asainissement", "fr"),
    ],
)
def test_one_slip_in_a_long_word_is_forgiven(right: str, wrong: str, language: str) -> None:
    assert first(right, language) == first(wrong, language) != ""


@pytest.mark.parametrize(
    ("text", "language", "what", "where"),
    [
        ("Filtros de agua potable en las escuelas", "es", "6.1", "4.1"),
        ("Hortas comunitárias nos bairros", "pt", "2.4", "11.1"),
        ("Stop illegal trade in wild birds at city markets", "en", "15.7", "8.3"),
        ("Réduire la vitesse aux abords des écoles", "fr", "3.6", "4.1"),
    ],
)
def test_where_something_is_done_tells_less_than_what_is_done(
    text: str, language: str, what: str, where: str
) -> None:
    codes = [one.code for one in suggest_targets(text, language=language)]
    assert codes[0] == what
    assert where not in codes


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("Baños en las escuelas, talleres", "es", ["escuelas"]),
        ("Trees on every street of the city", "en", ["street"]),
        ("Jardins dans tous les quartiers (Nord)", "fr", ["quartiers"]),
        ("Wi-fi nas praças", "pt", ["praças"]),
    ],
)
def test_a_place_ends_at_a_comma_or_the_next_little_word(text: str, language: str, places: list[str]) -> None:
    assert [word.text for word in words_of(text, language) if word.is_where] == places


def test_words_alike_of_another_meaning_are_not_taken_for_each_other() -> None:
    assert "3.1" not in [one.code for one in suggest_targets("Formar parte de la red", language="es")]
    assert "14.2" not in [one.code for one in suggest_targets("Bajo costo", language="es")]
    assert "11.2" not in [one.code for one in suggest_targets("Mobiliser les acteurs", language="fr")]


@pytest.mark.parametrize("text", ["", "   ", "12345", "§§§ !!!", "\0", "🌳", "Q" * 100, "a b c d e f"])
def test_a_text_that_says_nothing_suggests_nothing(text: str) -> None:
    assert suggest_targets(text) == []
    assert suggest_goals(text, language="xx") == []


def test_weak_words_suggest_nothing() -> None:
    assert suggest_targets("Fortalecer los procesos de la mesa directiva", language="es") == []


def test_a_huge_text_is_read_in_part() -> None:
    assert suggest_targets("ciclovías " * 50_000, "bicicletas " * 50_000, language="es")[0].code == "11.2"


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from([*LANGUAGES, "pt-br", "", "de"]))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_at_most_three_real_targets_in_order(title: str, more: str, language: str) -> None:
    found = suggest_targets(title, more, language=language)
    assert len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.matches and normal_target(one.code) == one.code for one in found)
    assert found == suggest_targets(title, more, language=language)


def test_a_text_in_another_language_than_the_strategys_is_understood() -> None:
    text = "Ampliar a rede de esgoto para todas as famílias da zona norte"
    assert suggest_targets(text, language="en")[0].code == "6.2"
    assert suggest_targets(text)[0].code == "6.2"


def test_goals_are_those_of_the_targets() -> None:
    assert [one.code for one in suggest_goals("Ciclovías y paridad en los cargos directivos")] == ["5", "11"]


def test_among_leaves_out_the_others_before_the_cut() -> None:
    text = "Defensas contra inundaciones"
    assert [one.code for one in suggest_targets(text, language="es", among=["13.1"])] == ["13.1"]
    assert suggest_targets(text, language="es", among=[]) == []


def test_every_language_tells_each_of_the_169_targets(target_codes: set[str]) -> None:
    for language in LANGUAGES:
        terms = [term for terms in lexicon_of(language).terms.values() for term in terms]
        named = {code for term in terms if term.notion for code, _meant in term.targets}
        assert named == target_codes


def test_every_notion_is_told_in_every_language() -> None:
    for path in sorted(DATA.glob("[0-9]*.txt")):
        text = path.read_text(encoding="utf-8")
        for block in text[text.index("[") :].split("\n["):
            lines = block.splitlines()
            assert [line[:3] for line in lines[1:5]] == ["es:", "pt:", "en:", "fr:"], (path.name, lines[0])


def test_a_term_is_read_as_the_file_explains() -> None:
    term = parse_term("mujer* & violencia!", "es")
    assert (term.atoms, term.joined) == (("mujer*", "violencia"), False)
    phrase = parse_term("casa de la cultura", "es")
    assert (phrase.atoms, phrase.joined, round(phrase.strength, 2)) == (("casa", "cultura"), True, 0.87)
    assert parse_term("de la", "es") is None


def test_stems_do_not_depend_on_accents() -> None:
    assert stem("educacion", "es") == stem("educaciones", "es")
    assert stem("habitacao", "pt") == stem("habitacoes", "pt")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("reciclaje", "reciclage", True),
        ("reciclaje", "reciclaj", True),
        ("reciclaje", "reciclajee", True),
        ("reciclaje", "recilcaje", True),
        ("reciclaje", "recojo", False),
        ("reciclaje", "recilcajes", False),
    ],
)
def test_what_one_slip_is(one: str, other: str, expected: bool) -> None:
    assert is_one_slip(one, other) is expected


def test_few_phrases_are_one_word_once_their_little_words_are_gone() -> None:
    """`otros países` would be any country. What is left in the lexicon says the same without them."""
    shrunk = set()
    for path in sorted(DATA.glob("[0-9]*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line[:2] in LANGUAGES and line[2:3] == ":":
                for raw in line[3:].split(", "):
                    term = parse_term(raw, line[:2])
                    if term is None or (len(term.atoms) == 1 and len(WORD.findall(raw)) > 1):
                        shrunk.add(raw.strip(" !?"))
    assert len(shrunk) <= 25, sorted(shrunk)
