from django.template import Context, Template
from django.utils import translation

from sdgplatform.ui.kept import MOST


def test_keeps_one_text_for_each_value() -> None:
    page = Template("{% load ui %}{% kept theme %}{{ theme }} {{ other }}{% endkept %}")
    texts = [page.render(Context({"theme": theme, "other": n})) for n, theme in enumerate(["a", "b", "a"])]
    assert texts == ["a 0", "b 1", "a 0"]


def test_keeps_one_text_for_each_language() -> None:
    page = Template("{% load i18n ui %}{% kept %}{% translate 'Yes' %}{% endkept %}")
    texts = []
    for language in ("en", "es", "en"):
        with translation.override(language):
            texts.append(page.render(Context()))
    assert texts == ["Yes", "Sí", "Yes"]


def test_an_unknown_value_counts_as_none() -> None:
    page = Template("{% load ui %}{% kept nobody %}{{ n }}{% endkept %}")
    assert [page.render(Context({"n": n})) for n in (1, 2)] == ["1", "1"]


def test_forgets_nothing_and_grows_no_further() -> None:
    page = Template("{% load ui %}{% kept n %}{{ n }} {{ other }}{% endkept %}")
    for n in range(MOST + 5):
        page.render(Context({"n": n, "other": "first"}))
    later = [page.render(Context({"n": n, "other": "later"})) for n in (0, MOST - 1, MOST)]
    assert later == ["0 first", f"{MOST - 1} first", f"{MOST} later"]
