import pytest
from django import forms
from django.test import RequestFactory

from sdgplatform.ui import pages
from sdgplatform.ui.parts import Filter

ALLOWED = {"title": "title", "date": ("starts_at", "-title")}


def request(query: str = ""):
    return RequestFactory().get(f"/list/{query}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", pages.Sort("date", True, ("-starts_at", "title", "pk"))),
        ("?sort=title", pages.Sort("title", False, ("title", "pk"))),
        ("?sort=-title", pages.Sort("title", True, ("-title", "pk"))),
        ("?sort=password", pages.Sort("date", True, ("-starts_at", "title", "pk"))),
        ("?sort=--title", pages.Sort("date", True, ("-starts_at", "title", "pk"))),
    ],
)
def test_sort_takes_only_what_is_allowed(query: str, expected: pages.Sort) -> None:
    assert pages.parse_sort(request(query), ALLOWED, "-date") == expected


@pytest.mark.parametrize(("query", "number"), [("", 1), ("?page=2", 2), ("?page=99", 3), ("?page=x", 1)])
def test_page_is_the_asked_or_the_nearest(query: str, number: int) -> None:
    page = pages.paginate(range(101), request(query))
    assert (page.number, page.paginator.num_pages, page.paginator.count) == (number, 3, 101)


class ListFilter(forms.Form):
    q = forms.CharField(label="Find", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("open", "Open")], required=False)
    tags = forms.MultipleChoiceField(label="Tags", choices=[("1", "Water"), ("2", "Air")], required=False)


def chips(query: str, **options: object) -> list[Filter]:
    asked = request(query)
    form = ListFilter(asked.GET)
    assert form.is_valid()
    return pages.filter_chips(form, asked, **options)  # type: ignore[arg-type]


def test_chip_shows_the_choice_and_the_page_without_it() -> None:
    assert chips("?state=open&sort=title&page=3") == [Filter("State", "Open", "?sort=title")]


def test_chip_of_several_choices_names_them_all() -> None:
    assert chips("?tags=1&tags=2&q=a") == [
        Filter("Find", "a", "?tags=1&tags=2"),
        Filter("Tags", "Water, Air", "?q=a"),
    ]


def test_empty_and_ignored_filters_have_no_chip() -> None:
    assert chips("?q=a&state=", ignore=["q"]) == []


def test_unbound_form_has_no_chips() -> None:
    assert pages.filter_chips(ListFilter(), request()) == []
