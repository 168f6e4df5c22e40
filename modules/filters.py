import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from modules.models import Module, ModuleVisibility, PartEdition, Series


class SeriesFilter(django_filters.ModelChoiceFilter):
    def get_queryset(self, request: object) -> QuerySet[Series]:
        return Series.objects.all().in_order()


class ModuleFilter(django_filters.FilterSet):
    """The list of modules, on the page and in the API."""

    q = django_filters.CharFilter(label=_("Search"), method="with_words", max_length=200)
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, method="in_language", empty_label=_("All")
    )
    target = django_filters.CharFilter(
        label=_("Goal or target"),
        method="about",
        max_length=6,
        widget=forms.TextInput(attrs={"class": "w-chars-4", "placeholder": "11.3"}),
    )
    series = SeriesFilter(
        label=_("Series"), to_field_name="slug", empty_label=_("All"), queryset=Series.objects.all()
    )
    visibility = django_filters.ChoiceFilter(
        label=_("Who sees it"), choices=ModuleVisibility.choices, empty_label=_("All")
    )

    class Meta:
        model = Module
        fields = ["q", "language", "target", "series", "visibility"]

    def with_words(self, rows: QuerySet[Module], name: str, value: str) -> QuerySet[Module]:
        return rows.matching(value)  # type: ignore[attr-defined]

    def in_language(self, rows: QuerySet[Module], name: str, value: str) -> QuerySet[Module]:
        found = PartEdition.objects.current().filter(language=value)
        return rows.filter(pk__in=found.values("part__module"))

    def about(self, rows: QuerySet[Module], name: str, value: str) -> QuerySet[Module]:
        """`11` finds the whole goal, `11.3` the target."""
        code = value.strip().lower()
        targets = Module.targets.through.objects
        found = (
            targets.filter(target__goal_id=int(code))
            if code.isdecimal()
            else targets.filter(target__code=code)
        )
        return rows.filter(pk__in=found.values("module"))
