"""What the pages of modules show: lists with their languages and goals, parts by language, where taught."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from alignment.models import Target
from modules.models import Module, Part, PartEdition, Series
from modules.models.modules import ModuleQuerySet
from participants.models import Network
from sdgplatform.multilingual import localize
from sdgplatform.statements import Given, GivenIds, Statement


def with_summary(modules: ModuleQuerySet) -> ModuleQuerySet:
    """With `language_list` and `goal_numbers` (sorted) and the number of parts, in the one query."""
    languages = PartEdition.objects.current().filter(part__module=OuterRef("pk")).order_by("language")
    goals = Target.objects.filter(modules=OuterRef("pk")).order_by("goal_id")
    parts = Part.objects.filter(module=OuterRef("pk")).order_by().values("module")
    return modules.select_related("series").annotate(
        language_list=ArraySubquery(languages.values("language").distinct()),
        goal_numbers=ArraySubquery(goals.values("goal_id").distinct()),
        part_count=Subquery(parts.annotate(rows=Count("pk")).values("rows")),
    )


WORKSHOP_COLUMNS = ("slug", "titles", "starts_at", "time_zone", "languages", "state")
CHANGES_SHOWN = 5


class ModuleLine(NamedTuple):
    """What the list shows of a module."""

    slug: str
    number: int | None
    titles: dict[str, str]
    series: dict[str, str] | None
    is_sample: bool
    visibility: str
    part_count: int
    language_list: list[str]
    goal_numbers: list[int]

    def __str__(self) -> str:
        return localize(self.titles)


LINES = Statement(
    lambda: (
        with_summary(Module.objects.filter(pk__in=GivenIds("modules")))
        .in_order()
        .values_list(
            "slug",
            "number",
            "titles",
            "series__titles",
            "is_sample",
            "visibility",
            Coalesce("part_count", 0),
            "language_list",
            "goal_numbers",
        )
    )
)
SERIES = Statement(lambda: Series.objects.all().in_order().values_list("slug", "titles"))


def module_lines(modules: Iterable[int]) -> list[ModuleLine]:
    """Of a page of primary keys, in the order of the library."""
    return [ModuleLine(*row) for row in LINES.rows(modules=modules)]


def series_on_offer() -> list[tuple[str, str]]:
    return [(slug, localize(titles)) for slug, titles in SERIES.rows()]


@dataclass(frozen=True)
class EditionState:
    """A current edition; `behind` is the newer version of its source, None when it is up to date."""

    edition: PartEdition
    behind: int | None = None


@dataclass(frozen=True)
class PartState:
    part: Part
    by_language: Mapping[str, EditionState] = field(default_factory=dict)


PARTS = Statement(lambda: Part.objects.filter(module=Given("module")).in_order())
IN_FORCE = Statement(
    lambda: (
        PartEdition.objects.current()
        .filter(part__module=Given("module"))
        .select_related("upload", "translated_from")
        .only(
            *("part_id", "code", "language", "version", "url"),
            *("upload__original_name", "upload__content_type", "upload__size"),
            *("translated_from__language", "translated_from__version"),
        )
    )
)


def parts_of(module: Module) -> list[PartState]:
    """Parts in order with what is in force in each language. Two queries."""
    found: dict[int, list[PartEdition]] = defaultdict(list)
    for edition in IN_FORCE.objects(module=module.pk):
        found[edition.part_id].append(edition)
    return [_state(part, found[part.pk]) for part in PARTS.objects(module=module.pk)]


def part_state(part: Part) -> PartState:
    rows = PartEdition.objects.current().filter(part=part)
    return _state(part, list(rows.select_related("upload", "translated_from", "added_by__person")))


def _state(part: Part, editions: Sequence[PartEdition]) -> PartState:
    newest = {edition.language: edition.version for edition in editions}
    return PartState(
        part, {edition.language: EditionState(edition, _behind(edition, newest)) for edition in editions}
    )


def _behind(edition: PartEdition, newest: Mapping[str, int]) -> int | None:
    source = edition.translated_from
    version = newest.get(source.language) if source else None
    return version if source and version and version > source.version else None


def editions_in(module: Module, language: str) -> QuerySet[PartEdition]:
    """What is in force in one language, in the order of the parts."""
    rows = PartEdition.objects.current().filter(part__module=module, language=language)
    return rows.select_related("part", "upload").order_by("part__position", "part__pk")


def versions_of(part: Part, user: Any) -> QuerySet[PartEdition]:
    """Every version that the person may have, newest first within each language."""
    rows = PartEdition.objects.visible_to(user).filter(part=part)
    return rows.select_related("upload", "translated_from", "added_by__person").order_by(
        "language", "-version"
    )


class Change(NamedTuple):
    """A version as the latest changes show it."""

    code: str
    part: dict[str, str]
    language: str
    version: int
    note: str
    added_at: datetime


def _changes(editions: QuerySet[PartEdition]) -> QuerySet[Any, Any]:
    rows = editions.filter(part__module=Given("module")).order_by("-added_at", "-pk")
    return rows.values_list("code", "part__titles", "language", "version", "note", "added_at")[:CHANGES_SHOWN]


CHANGES = Statement(lambda: _changes(PartEdition.objects.all()))
CHANGES_IN_FORCE = Statement(lambda: _changes(PartEdition.objects.current()))
TARGETS = Statement(
    lambda: Target.with_local.filter(modules=Given("module")).in_order().select_related("goal")
)


def latest_changes(module: Module, *, is_staff: bool) -> list[Change]:
    """Of a module that the person sees, as `PartEdition.objects.visible_to`: older ones are for its staff."""
    statement = CHANGES if is_staff else CHANGES_IN_FORCE
    return [Change(*row) for row in statement.rows(module=module.pk)]


def targets_by_goal(module: Module) -> list[Target]:
    return TARGETS.objects(module=module.pk)


def workshops_teaching(module: Module, user: Any) -> Any:
    """Workshops that the person sees; of an app above this one, so by the related name."""
    rows = module.workshops.all().visible_to(user).only(*WORKSHOP_COLUMNS)
    links = rows.model.networks.through.objects.filter(workshop=OuterRef("pk"))
    names = links.order_by("-is_lead", "network__name").values("network__name")
    return rows.annotate(network_names=ArraySubquery(names)).order_by("-starts_at", "-pk")


def stored_size(module: Module) -> tuple[int, int]:
    """Number of files of all versions and their bytes together."""
    found = PartEdition.objects.filter(part__module=module, upload__isnull=False).aggregate(
        files=Count("upload"), size=Sum("upload__size")
    )
    return found["files"], found["size"] or 0


def networks_for(user: Any, roles: Sequence[str], module: Module | None = None) -> QuerySet[Network]:
    """Networks that the person may put on a module: those of the roles and those it has already."""
    if user.is_superuser:
        return Network.objects.order_by("name")
    ids = user.networks_with_role(*roles)
    if module is not None and module.pk:
        ids |= set(module.networks.values_list("pk", flat=True))
    return Network.objects.filter(pk__in=ids).order_by("name")
