from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Mark, Tab


def render(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(RequestContext(request, context))


def test_icon_is_decoration_unless_named() -> None:
    assert render('{% icon "x-lg" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="/static/dist/icons.svg#x-lg"/></svg>'
    )
    assert render('{% icon "x-lg" label="Close" css="flag" %}').endswith(
        '<span class="visually-hidden">Close</span>'
    )


def test_status_of_a_mark() -> None:
    assert render("{% status mark %}", mark=Mark("wait", "Waiting & co")) == (
        '<span class="status status--wait">Waiting &amp; co</span>'
    )


def test_status_of_words_and_strong() -> None:
    assert render('{% status kind="done" label="Sent" strong=True %}') == (
        '<span class="status status--done status--strong">Sent</span>'
    )


def test_status_of_an_unknown_kind_is_a_mistake() -> None:
    with pytest.raises(TemplateSyntaxError, match="Unknown status kind: green"):
        render('{% status kind="green" label="Sent" %}')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% sdg_tile 11 %}", '<span class="sdg-tile sdg-11">11</span>'),
        ('{% sdg_tile "11.5" %}', '<span class="sdg-tile sdg-11 sdg-tile--wide">11.5</span>'),
        (
            '{% sdg_tile 4 size="lg" name="Education" %}',
            '<span class="sdg-tile sdg-4 sdg-tile--lg">4'
            '<span class="visually-hidden"> Education</span></span>',
        ),
        (
            "{% sdg_tile 4 decorative=True %}",
            '<span class="sdg-tile sdg-4" aria-hidden="true">4</span>',
        ),
        ('{% sdg_tile 4 url="/goals/4/" %}', '<a class="sdg-tile sdg-4" href="/goals/4/">4</a>'),
    ],
)
def test_sdg_tile(source: str, expected: str) -> None:
    assert render(source) == expected


def test_zoned_is_in_the_zone_of_the_place() -> None:
    moment = datetime(2017, 11, 28, 12, 5, tzinfo=UTC)
    assert render('{% zoned moment "America/Argentina/Cordoba" "datetime" offset=True %}', moment=moment) == (
        '<time datetime="2017-11-28T12:05:00Z">28 Nov 2017, 09:05 (UTC\u22123)</time>'
    )
    assert render('{% zoned day None "date" %}', day=date(2017, 11, 28)) == (
        '<time datetime="2017-11-28">28 Nov 2017</time>'
    )
    assert render("{% zoned nothing %}", nothing=None) == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% query page=2 %}", "?q=a&amp;page=2&amp;tag=1&amp;tag=2"),
        ("{% query q=None page=None %}", "?tag=1&amp;tag=2"),
        ("{% query tag='' %}", "?q=a&amp;page=7"),
    ],
)
def test_query_replaces_and_keeps_the_rest(source: str, expected: str) -> None:
    assert render(source, "/list/?q=a&page=7&tag=1&tag=2") == expected


def test_query_and_csrf_work_where_only_is_said() -> None:
    html = render('{% include "components/pagination.html" with page=page only %}', "/?q=a", page=_page())
    assert 'href="?q=a&amp;page=2"' in html
    html = render('{% include "components/confirm.html" with action="/x/" text="Sure?" only %}')
    assert 'name="csrfmiddlewaretoken" value="' in html


def test_query_without_a_request_is_empty() -> None:
    assert Template("{% load ui %}{% query page=2 %}").render(Context()) == "?"
    assert Template("{% load ui %}{% csrf_field %}").render(Context()) == ""


def _page(number: int = 1):
    return paginate(range(412), RequestFactory().get("/", {"page": number}))


def test_pagination_counts_and_elides() -> None:
    html = render('{% include "components/pagination.html" with page=page only %}', page=_page(5))
    assert "201–250 of 412" in html
    assert html.count("page-item") == 11
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_only_counts() -> None:
    page = paginate(range(3), RequestFactory().get("/"))
    html = render('{% include "components/pagination.html" with page=page only %}', page=page)
    assert "1–3 of 3" in html
    assert "<nav" not in html


def test_localized_text_says_when_it_is_of_another_language() -> None:
    title = {"es": "Taller <1>", "en": ""}
    assert render("{% localized title %}", title=title) == '<span lang="es">Taller &lt;1&gt;</span>'
    with translation.override("es"):
        assert render("{% localized title %}", title=title) == "Taller &lt;1&gt;"
    assert render("{{ title|localized_text }}", title=title) == "Taller &lt;1&gt;"
    assert render("{% localized title %}", title={}) == ""


def test_language_filters() -> None:
    assert render('{{ "pt-br"|language_tag }} {{ "pt-br"|language_name }}') == "pt-BR Português (Brasil)"
    assert render('<p{{ "es"|foreign }}><p{{ "en"|foreign }}><p{{ ""|foreign }}>') == '<p lang="es"><p><p>'


def test_numbers_for_attributes_are_never_localized() -> None:
    with translation.override("es"):
        assert render("{{ share|unlocalized }}", share=66.5) == "66.5"


class SearchForm(forms.Form):
    q = forms.CharField(label="Find", required=False, widget=forms.TextInput({"placeholder": "Name"}))
    state = forms.ChoiceField(choices=[("", "All")], required=False)
    mine = forms.BooleanField(required=False)
    year = forms.IntegerField(required=False)


def test_control_dresses_the_input_alone() -> None:
    form = SearchForm({"year": "x"})
    assert 'class="form-control"' in render("{{ field|control }}", field=form["q"])
    assert 'type="search"' in render("{{ field|control }}", field=form["q"])
    assert 'class="form-select"' in render("{{ field|control }}", field=form["state"])
    assert 'class="form-check-input"' in render("{{ field|control }}", field=form["mine"])
    assert 'class="form-control is-invalid"' in render("{{ field|control }}", field=form["year"])


def test_placeholders_can_be_left_out() -> None:
    assert "placeholder" not in render(
        "{% with f=form|without_placeholders %}{{ f.q }}{% endwith %}", form=SearchForm()
    )


def test_folded_tabs_show_the_current_one() -> None:
    tabs = [Tab("One", "/1/"), Tab("Two", "/2/", current=True)]
    assert render("{{ tabs|current_label }}", tabs=tabs) == "Two"
    assert render("{{ tabs|current_label }}", tabs=tabs[:1]) == ""
