"""Goals and targets that a city added are suggested by the words of their titles."""

import pytest

from alignment.suggestions import OwnPlace, Suggestion, suggest_goals, suggest_targets

OWN = (
    OwnPlace("11.2-CBA1", (("es", "Red de ciclovías protegidas"), ("en", "Protected cycle lanes")), "11.2"),
    OwnPlace("6.3-CBA1", (("es", "Cuenca del Suquía saneada"),), "6.3"),
    OwnPlace("18.1", (("es", "Memoria y cultura afrodescendiente"), ("pt-br", "Memória afrodescendente"))),
    OwnPlace("18.2", (("es", "Plan municipal de fiestas"),)),
)


def found(title: str, description: str = "", language: str = "es") -> dict[str, Suggestion]:
    rows = suggest_targets(title, description, language=language, own=OWN, limit=None)
    return {one.code: one for one in rows}


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Ampliar la red de ciclovías protegidas", "es", "11.2-CBA1"),
        ("AMPLIAR LA RED DE CICLOVIAS PROTEGIDAS", "es", "11.2-CBA1"),
        ("Una ciclovía protegida en cada red", "es", "11.2-CBA1"),
        ("Protected cycle lane on Main Street", "en", "11.2-CBA1"),
        ("Centro de memoria afrodescendiente", "es", "18.1"),
        ("Museu da memória afrodescendente", "pt-br", "18.1"),
        ("Centro de memoria afrodescendeinte", "es", "18.1"),
    ],
)
def test_it_is_found_with_inflections_slips_and_in_its_languages(text: str, language: str, code: str) -> None:
    assert code in found(text, language=language)


def test_the_words_that_matched_are_those_of_the_text() -> None:
    title, description = "Centro de la memoria", "De la cultura afrodescendiente."
    best = found(title, description)["18.1"]
    texts = {"title": title, "description": description}
    assert [texts[one.part][one.start : one.end] for one in best.matches] == [
        "memoria",
        "cultura",
        "afrodescendiente",
    ]


def test_words_of_every_plan_and_a_small_part_of_a_title_say_nothing() -> None:
    assert "18.2" not in found("Plan municipal de tránsito")
    assert "11.2-CBA1" not in found("Red de bibliotecas")


def test_the_parent_alone_is_not_enough_but_adds_to_the_title() -> None:
    alone = found("Transporte público eléctrico")
    assert "11.2" in alone
    assert "11.2-CBA1" not in alone
    orphan = (OwnPlace("6.3-CBA1", OWN[1].titles),)
    text = "Saneamiento de la cuenca del Suquía"
    without = suggest_targets(text, language="es", own=orphan, among={"6.3-CBA1"})
    with_parent = suggest_targets(text, language="es", own=OWN, among={"6.3-CBA1"})
    assert with_parent[0].score > without[0].score


def test_it_pushes_nothing_out_that_was_suggested_before() -> None:
    text = "Ampliar la red de ciclovías protegidas"
    before = {one.code for one in suggest_targets(text, language="es", limit=None)}
    assert before <= found(text).keys()
    assert suggest_targets(text, language="es", own=()) == suggest_targets(text, language="es")


def test_a_goal_of_the_city_is_found_by_its_title_and_by_its_targets() -> None:
    goal = OwnPlace("18", (("es", "Identidad cordobesa"),))
    for text in ("Fiesta de la identidad cordobesa", "Memoria y cultura afrodescendiente"):
        assert "18" in {one.code for one in suggest_goals(text, language="es", own=(*OWN, goal))}
