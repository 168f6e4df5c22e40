import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.test.html import parse_html
from django.utils import translation

from sdgplatform.ui.forms import (
    MultilingualField,
    PageForm,
    PageFormHelper,
    PlainInput,
    PlainSelect,
    field_errors,
)
from sdgplatform.ui.parts import Fault


class TextForm(PageForm, forms.Form):
    title = MultilingualField(label="Title", max_length=10)
    summary = MultilingualField(label="Summary", rows=3, required=False)
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red")], widget=forms.RadioSelect)
    age = forms.IntegerField(label="Age", help_text="In years.")

    def clean(self) -> None:
        if self.cleaned_data.get("age") == 7:
            raise ValidationError("Seven is taken.")


def posted(**values: str) -> TextForm:
    return TextForm({"colour": "r", "age": "3", "title_es": "Hola", **values})


def rendered(form: forms.Form) -> str:
    context = Context({"form": form})
    context.request = RequestFactory().get("/")  # type: ignore[attr-defined]
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(context)


def test_multilingual_text_keeps_only_the_languages_that_have_one() -> None:
    form = posted(**{"title_pt-br": "Olá"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == {"es": "Hola", "pt-br": "Olá"}
    assert form.cleaned_data["summary"] == {}


def test_one_language_is_enough_and_none_is_not() -> None:
    form = posted(title_es=" ")
    assert form.errors["title"] == ["Write it in at least one language."]


def test_each_text_is_bounded_and_the_language_named() -> None:
    form = posted(title_fr="a" * 11)
    assert form.errors["title"] == ["Français: at most 10 characters, now 11."]


def test_multilingual_text_is_shown_again() -> None:
    form = TextForm(initial={"title": {"en": "Hello"}})
    html = str(form["title"])
    assert 'value="Hello" lang="en"' in html or 'lang="en" value="Hello"' in html
    assert html.count("<input") == 4


def test_multilingual_inputs_are_labelled_in_their_language() -> None:
    html = str(TextForm()["title"])
    assert '<label class="language-name" for="id_title_1" lang="pt-BR">Português (Brasil)</label>' in html
    assert "required" not in html


def test_rows_make_text_areas() -> None:
    assert str(TextForm()["summary"]).count("<textarea") == 4


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        ({"es": "Hola"}, ["Hola", "", "", ""], False),
        ({"es": "Hola"}, ["Hola", "", "Hello", ""], True),
        (None, ["", "", "", ""], False),
        ({}, None, False),
    ],
)
def test_multilingual_field_tells_a_change(initial: object, data: object, changed: bool) -> None:
    assert MultilingualField().has_changed(initial, data) is changed


def test_faults_come_in_the_order_of_the_fields_and_lead_to_their_first_input() -> None:
    form = TextForm(QueryDict("age=x"))
    assert field_errors(form) == [
        Fault("Write it in at least one language.", "Title", "id_title_2"),
        Fault("This field is required.", "Colour", "id_colour_0"),
        Fault("Enter a whole number.", "Age", "id_age"),
    ]


def test_summary_leads_to_the_fields() -> None:
    html = rendered(TextForm(QueryDict("age=x")))
    assert "3 things to correct" in html
    assert '<a href="#id_title_2">Title: Write it in at least one language.</a>' in html


def test_fault_of_the_whole_form_is_an_alert_without_links() -> None:
    html = rendered(posted(age="7"))
    assert (
        'class="alert alert-danger" role="alert" tabindex="-1" data-error-summary>Seven is taken.</div>'
        in html
    )
    assert "to correct" not in html


def test_form_without_faults_has_no_summary() -> None:
    assert "data-error-summary" not in rendered(posted())


def test_template_writes_the_form_around_the_fields() -> None:
    html = rendered(TextForm())
    assert "<form" not in html
    assert "csrfmiddlewaretoken" not in html


def test_helper_with_submit_writes_the_whole_form() -> None:
    form = TextForm()
    form.helper = PageFormHelper(submit="Save changes", cancel_url="/list/?a=1&b=2")
    html = rendered(form)
    assert "<form" in html
    assert "novalidate" in html
    assert 'value="Save changes"' in html
    assert '<a class="btn btn-secondary" href="/list/?a=1&amp;b=2">Cancel</a>' in html


def groups(form: forms.Form) -> list[list[str]]:
    parts = form["title"].subwidgets[0].data["groups"]
    return [[subwidget["language_tag"] for subwidget in subwidgets] for _folded, subwidgets in parts]


def test_language_of_the_page_and_those_with_a_text_are_in_sight() -> None:
    assert groups(TextForm()) == [["en"], ["es", "pt-BR", "fr"]]
    assert groups(posted(title_fr="Bonjour")) == [["es", "en", "fr"], ["pt-BR"]]
    with translation.override("pt-br"):
        assert groups(TextForm()) == [["pt-BR"], ["es", "en", "fr"]]


def test_nothing_is_folded_when_every_language_has_a_text() -> None:
    form = posted(**{"title_pt-br": "Olá", "title_en": "Hello", "title_fr": "Salut"})
    assert groups(form) == [["es", "pt-BR", "en", "fr"]]
    assert "<details" not in str(form["title"])


@pytest.mark.parametrize("value", [None, "", "taller", "<b>\"&'"])
def test_plain_inputs_have_the_markup_of_django(value):
    attrs = {"class": "form-control", "required": True, "disabled": False, "maxlength": 20, "title": 'a "b"'}
    own, djangos = (kind({"placeholder": "Name & city"}) for kind in (PlainInput, forms.TextInput))
    assert parse_html(own.render("q", value, attrs)) == parse_html(djangos.render("q", value, attrs))


def test_plain_selects_have_the_markup_of_django():
    choices = [("", "All"), ("a", "<A>"), ("Group", [("b", "B & b")])]
    own, djangos = (kind({"id": "id_s"}, choices) for kind in (PlainSelect, forms.Select))
    attrs = {"class": "form-select"}
    assert parse_html(own.render("s", "b", attrs)) == parse_html(djangos.render("s", "b", attrs))
