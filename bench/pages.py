"""The pages that are measured, each with how its address is found in the large demonstration data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from alignment.models import AlignmentMatrix
from modules.models import Module
from participants.models import Person
from workshops.models import Workshop


@dataclass(frozen=True)
class BenchPage:
    name: str
    address: Callable[[], str]


def _with_forty_participants() -> Workshop:
    rows = Workshop.objects.annotate(people=Count("participations")).filter(people__gte=40)
    return rows.order_by("people", "pk").first() or _fullest()


def _fullest() -> Workshop:
    return Workshop.objects.annotate(people=Count("participations")).order_by("-people", "pk")[0]


def _matrix() -> AlignmentMatrix:
    return AlignmentMatrix.objects.annotate(filled=Count("cells")).order_by("-filled", "pk")[0]


def _module_page() -> str:
    """Of the module with most parts."""
    module = Module.objects.annotate(count=Count("parts")).order_by("-count", "pk")[0]
    return reverse("modules:module_detail", args=[module.slug])


def _person_page() -> str:
    """Of the person with most roles."""
    person = Person.objects.annotate(count=Count("roles")).order_by("-count", "pk")[0]
    return reverse("participants:person_detail", args=[person.code])


def _of(name: str) -> Callable[[], str]:
    return lambda: reverse(name, args=[_with_forty_participants().slug])


PAGES = (
    BenchPage("list of 50 of 2,000 workshops", lambda: reverse("workshops:workshop_list")),
    BenchPage("workshop with 40 participants", _of("workshops:workshop_overview")),
    BenchPage("applications of that workshop", _of("workshops:application_list")),
    BenchPage("attendance of that workshop", _of("workshops:attendance_detail")),
    BenchPage("public page of that workshop", _of("workshops:workshop_detail")),
    BenchPage("search among 50,000 people", lambda: reverse("participants:person_list") + "?q=mar%C3%ADa+go"),
    BenchPage("list of people", lambda: reverse("participants:person_list")),
    BenchPage("cities found by typing", lambda: reverse("participants:city_list") + "?q=cordoba"),
    BenchPage("start page", lambda: reverse("dashboard:home")),
    BenchPage("list of modules", lambda: reverse("modules:module_list")),
    BenchPage("module with its parts", _module_page),
    BenchPage("person with roles", _person_page),
    BenchPage("search of the site", lambda: reverse("dashboard:search") + "?q=cordoba"),
    BenchPage("matrix, goals closed", lambda: reverse("alignment:matrix_detail", args=[_matrix().code])),
)
