"""Everything a workshop report says, as plain data without words of any language.

The facts are frozen with each version of the report, so they hold names and figures, not keys of rows:
a name that is later changed does not change what was reported.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from alignment.models.matrices import FROZEN_STATES
from alignment.queries.coverage import coverage_by_goal
from alignment.queries.scope import goals_of
from sdgplatform.errors import ActionRefused
from workshops.models import (
    Application,
    Attendance,
    AttendanceStatus,
    Participation,
    Session,
    Workshop,
    WorkshopMatrix,
)
from workshops.queries.exercise_facts import exercise_facts

Facts = dict[str, Any]
FORMAT = 1


class FiguresDisagree(ActionRefused):
    """The same people counted in two ways gave two numbers: nothing is reported until it is understood."""

    code = "figures_disagree"


def workshop_facts(workshop: Workshop) -> Facts:
    """Gathers all facts; JSON-able. Times are ISO 8601 in UTC, texts are `{language: text}` mappings."""
    return {
        "format": FORMAT,
        "frozen_at": timezone.now().isoformat(),
        "workshop": _identity(workshop),
        "funnel": _funnel(workshop),
        "participants": _participants(workshop),
        "sessions": _sessions(workshop),
        "slots": _slots(workshop),
        "modules": _modules(workshop),
        "matrices": _matrices(workshop),
        "exercises": exercise_facts(workshop),
    }


def check_facts(facts: Facts) -> None:
    """Each grouping counts the same people. Raises FiguresDisagree."""
    people = facts["participants"]
    for grouping in ("by_network", "by_country", "by_profile", "by_gender"):
        counted = sum(group["count"] for group in people[grouping])
        if counted != people["total"]:
            raise FiguresDisagree(f"{grouping}: {counted} != {people['total']}", grouping=grouping)
    for slot in facts["slots"]:
        if not slot["present"] <= slot["recorded"] <= people["ever"]:
            raise FiguresDisagree(f"{slot['titles'][0]}: {slot['recorded']} > {people['ever']}")


def _identity(workshop: Workshop) -> Facts:
    venue, event = workshop.venue, workshop.event
    links = workshop.workshop_networks.select_related("network").order_by("-is_lead", "network__name")
    trainers = workshop.workshop_trainers.select_related("person").order_by("position", "pk")
    return {
        "slug": workshop.slug,
        "titles": workshop.titles,
        "summaries": workshop.summaries,
        "narratives": workshop.narratives,
        "state": workshop.state,
        "starts_at": workshop.starts_at.isoformat(),
        "ends_at": workshop.ends_at.isoformat(),
        "time_zone": workshop.time_zone,
        "languages": workshop.languages,
        "capacity": workshop.capacity,
        "venue": venue.name if venue else "",
        "address": venue.address if venue else "",
        "city": venue.city.name if venue and venue.city else "",
        "country": venue.city.country.names if venue and venue.city else {},
        "event": event.names if event else {},
        "networks": [link.network.name for link in links],
        "trainers": [{"name": str(row.person), "note": row.note} for row in trainers],
        "is_sample": workshop.is_sample,
    }


def _funnel(workshop: Workshop) -> dict[str, int]:
    counts = Counter(
        Application.objects.filter(workshop=workshop).received().values_list("state", flat=True).iterator()
    )
    return {"received": counts.total(), **counts}


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> list[Facts]:
    """Largest group first; those without an answer last. The name is a text, or texts by language."""
    counts: Counter[str] = Counter()
    names: dict[str, Any] = {}
    for row in rows:
        code, name = key(row)
        counts[code] += 1
        names[code] = name
    order = sorted(counts, key=lambda code: (not code, -counts[code], code))
    return [{"code": code, "name": names[code], "count": counts[code]} for code in order]


def _participants(workshop: Workshop) -> Facts:
    everyone = Participation.objects.filter(workshop=workshop)
    rows = list(
        everyone.taking_part().select_related("person", "network", "city__country", "profile").order_by("pk")
    )
    return {
        "ever": everyone.count(),
        "total": len(rows),
        "walk_ins": sum(row.is_walk_in for row in rows),
        "cities": len({row.city_id for row in rows if row.city_id}),
        "countries": len({row.city.country_id for row in rows if row.city}),
        "by_network": _grouped(rows, lambda row: _code_and_name(row.network, "slug", "name")),
        "by_country": _grouped(
            rows, lambda row: _code_and_name(row.city and row.city.country, "iso2", "names")
        ),
        "by_profile": _grouped(rows, lambda row: _code_and_name(row.profile, "code", "names")),
        "by_gender": _grouped(rows, lambda row: (row.person.gender, "")),
    }


def _code_and_name(thing: Any, code: str, name: str) -> tuple[str, Any]:
    return (getattr(thing, code), getattr(thing, name)) if thing else ("", "")


def _sessions(workshop: Workshop) -> list[Facts]:
    def marked(status: AttendanceStatus) -> Count:
        return Count("attendances", filter=Q(attendances__status=status), distinct=True)

    rows = (
        Session.objects.filter(workshop=workshop)
        .in_order()
        .select_related("method")
        .prefetch_related("trainers")
        .annotate(
            present=marked(AttendanceStatus.PRESENT),
            excused=marked(AttendanceStatus.EXCUSED),
            absent=marked(AttendanceStatus.ABSENT),
        )
    )
    return [_session(row) for row in rows]


def _session(row: Any) -> Facts:
    return {
        "title": row.title,
        "language": row.language,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "method": row.method.names if row.method else {},
        "trainers": [str(trainer) for trainer in row.trainers.all()],
        "room": row.room,
        "is_break": row.is_break,
        "takes_attendance": row.takes_attendance,
        "present": row.present,
        "excused": row.excused,
        "absent": row.absent,
        "recorded": row.present + row.excused + row.absent,
    }


def _slots(workshop: Workshop) -> list[Facts]:
    """Sessions that overlap are one slot; `present` counts people, not marks."""
    sessions = Session.objects.filter(workshop=workshop, takes_attendance=True).in_order()
    slots: list[list[Session]] = []
    for session in sessions:
        if slots and session.starts_at < max(other.ends_at for other in slots[-1]):
            slots[-1].append(session)
        else:
            slots.append([session])
    found = Attendance.objects.filter(session__workshop=workshop)
    marks = list(found.values_list("session", "participation", "status"))
    return [_slot(slot, [mark for mark in marks if mark[0] in {row.pk for row in slot}]) for slot in slots]


def _slot(sessions: list[Session], marks: list[tuple[int, int, str]]) -> Facts:
    present = {person for _session, person, status in marks if status == AttendanceStatus.PRESENT}
    return {
        "titles": [session.title for session in sessions],
        "present": len(present),
        "recorded": len({person for _session, person, _status in marks}),
    }


def _modules(workshop: Workshop) -> list[Facts]:
    links = workshop.workshop_modules.order_by("position", "pk")
    links = links.select_related("module__series").prefetch_related("module__parts__editions")
    return [_module(link.module) for link in links]


def _module(module: Any) -> Facts:
    parts = list(module.parts.all())
    current = [edition for part in parts for edition in part.editions.all() if edition.is_current]
    kinds = Counter(part.kind for part in parts)
    return {
        "titles": module.titles,
        "series": module.series.titles if module.series else {},
        "number": module.number,
        "kinds": dict(sorted(kinds.items())),
        "languages": sorted({edition.language for edition in current}),
        "editions": len(current),
    }


def _matrices(workshop: Workshop) -> list[Facts]:
    links = WorkshopMatrix.objects.filter(workshop=workshop).exclude(matrix__state="WITHDRAWN")
    links = links.select_related("matrix__strategy__city__country").order_by(
        "matrix__strategy__city__name", "pk"
    )
    return [matrix_facts(link.matrix) for link in links]


def matrix_facts(matrix: Any) -> Facts:
    goals = coverage_by_goal(matrix).goals
    known = {goal.number: goal for goal in goals_of(matrix)}
    return {
        "code": matrix.code,
        "city": matrix.strategy.city.name,
        "country": matrix.strategy.city.country.names,
        "strategy": matrix.strategy.title,
        "version": matrix.version,
        "state": matrix.state,
        "is_reviewed": matrix.state in FROZEN_STATES,
        "goals": [
            {
                "goal": goal.number,
                "covered": goal.covered,
                "strong": goal.strong,
                "targets": goal.targets,
                "titles": known[goal.number].titles,
                "colours": [known[goal.number].colour, known[goal.number].text_colour],
            }
            for goal in goals
            if goal.number in known
        ],
    }
