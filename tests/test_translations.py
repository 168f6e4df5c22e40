import polib
import pytest

from tests.translations import Sentence, faults
from tests.translations import _in_python as in_python
from tests.translations import _in_template as in_template

HELLO = Sentence(None, "Hello %(name)s", None)
CITIES = Sentence(None, "%(count)s city", "%(count)s cities")


def catalogue(*entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.extend(entries)
    return file


def test_sentences_of_python() -> None:
    text = """
title = _("Work" "shop")
label = pgettext_lazy("score", "strong")
counted = ngettext("%(count)s city", "%(count)s cities", number)
unknown = _(title)
"""
    assert list(in_python(text)) == [
        Sentence(None, "Workshop", None),
        Sentence("score", "strong", None),
        CITIES,
    ]


def test_sentences_of_templates() -> None:
    text = """
{% load i18n %}{% translate "Sign in" context "button" %} {{ title|default:_("No title") }}
{% blocktranslate trimmed count count=number %}
  {{ count }} city
{% plural %}
  {{ count }} cities
{% endblocktranslate %}
"""
    assert list(in_template(text)) == [
        Sentence("button", "Sign in", None),
        Sentence(None, "No title", None),
        CITIES,
    ]


def test_a_whole_catalogue_has_no_faults() -> None:
    whole = catalogue(
        polib.POEntry(msgid="Hello %(name)s", msgstr="Hola, %(name)s"),
        polib.POEntry(
            msgid=CITIES.text,
            msgid_plural="%(count)s cities",
            msgstr_plural={0: "una ciudad", 1: "%(count)s ciudades", 2: "%(count)s de ciudades"},
        ),
    )
    assert faults({HELLO: "a.py", CITIES: "b.html"}, whole) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid=HELLO.text, msgstr=""), "not translated"),
        (polib.POEntry(msgid=HELLO.text, msgstr="Hola, %(name)s", flags=["fuzzy"]), "doubtful"),
        (polib.POEntry(msgid=HELLO.text, msgstr="Hola, %(nombre)s"), "other placeholders"),
        (polib.POEntry(msgid=HELLO.text, msgstr="\nHola, %(name)s"), "other line breaks at its edges"),
        (polib.POEntry(msgid=HELLO.text, msgstr="Hola, %(name)s", obsolete=True), "missing"),
    ],
)
def test_faults_of_a_sentence(entry: polib.POEntry, fault: str) -> None:
    assert faults({HELLO: "a.py"}, catalogue(entry)) == [f"{fault}: 'Hello %(name)s' (a.py)"]


def test_a_sentence_that_is_no_longer_said() -> None:
    assert faults({}, catalogue(polib.POEntry(msgid="Bye", msgstr="Adiós"))) == ["no longer said: 'Bye'"]


def test_plural_form_missing() -> None:
    half = polib.POEntry(
        msgid=CITIES.text, msgid_plural="%(count)s cities", msgstr_plural={0: "%(count)s ciudad", 1: ""}
    )
    assert faults({CITIES: "a.py"}, catalogue(half)) == ["not translated: '%(count)s city' (a.py)"]
