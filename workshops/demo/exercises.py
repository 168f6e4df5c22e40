"""Two invented exercises: one of Córdoba, merged, whose groups differ; one that is open for trying out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from alignment.actions.edits import Edit
from alignment.models import FrameworkVersion, Goal, Strategy
from participants.models import Account
from workshops.actions.exercise_edits import PhoneEdit, save_group_edits
from workshops.actions.exercise_groups import join_exercise
from workshops.actions.exercise_merge import decide_cells, merge_exercise, take_medians
from workshops.actions.exercises import add_exercise, end_exercise, open_exercise
from workshops.actions.programme import add_session
from workshops.models import Exercise, ExerciseGroup, ExerciseMember, Session, Workshop
from workshops.queries.exercise_merge import comparison_of

GOALS = (1, 3, 6, 7, 10, 11, 12, 13)
GROUPS: Mapping[str, Sequence[str]] = {
    "Movilidad": ("Lucía", "Bruno"),
    "Residuos y agua": ("Marisol", "Thiago", "Inés"),
    "Hábitat": ("Camila", "Andrés"),
}
# Element -> the scores of the three groups for each goal in play; a point is a cell they left blank.
SCORES: Mapping[str, tuple[str, str, str]] = {
    "A1.1.1": ("0 1 0 1 2 3 0 2", "0 1 0 2 1 3 0 2", "1 1 0 0 2 3 0 -1"),
    "A1.1.2": ("0 1 0 2 2 3 1 2", "0 1 0 2 2 3 1 2", "1 0 0 1 2 2 0 1"),
    "A1.2.1": ("0 2 0 1 1 3 0 2", "0 3 0 1 0 2 0 1", ". 2 0 1 1 2 . 1"),
    "A2.1.1": ("1 1 0 0 1 2 3 1", "2 1 1 0 1 3 3 1", "1 1 0 0 1 2 3 ."),
    "A2.1.2": ("0 -1 -1 0 0 1 2 -1", "0 -2 -2 0 -1 1 1 -2", "0 1 0 0 0 2 2 -1"),
    "A2.2.1": ("0 2 3 0 1 2 0 0", "0 2 3 0 0 2 1 0", "1 2 3 . 1 2 0 0"),
    "B1.1.1": ("2 0 1 0 2 3 0 0", "1 0 1 0 2 3 0 -1", "3 1 1 0 3 3 0 -1"),
    "B2.1.1": ("2 2 0 0 2 1 0 0", "2 1 0 0 2 1 0 0", "2 2 0 0 3 1 0 0"),
}
REASON = {("Hábitat", "A1.1.1", "13"): "Los corredores nuevos atraen también más autos a la costanera."}
HOW = (
    "Cada grupo puntúa los proyectos del plan de −3 a +3 frente a los objetivos. "
    "Discutan primero, acuerden un número, pasen al siguiente."
)


def seed_merged_exercise(cordoba: Workshop, cast: Mapping[str, Account]) -> None:
    """Finished: three groups, cells to discuss decided, merged into a draft of the Plan de Metas."""
    strategy = _strategy()
    if strategy is None or Exercise.objects.filter(session__workshop=cordoba).exists():
        return
    by = cast["coordinator"]
    session = cordoba.sessions.get(title__startswith="Matriz de alineación, grupo 1")
    exercise = _add(session, strategy, "Alinear el Plan de Metas en grupos", groups=list(GROUPS), by=by)
    exercise = open_exercise(exercise, by=by)
    for index, (name, people) in enumerate(GROUPS.items()):
        group = exercise.groups.get(name=name)
        members = [join_exercise(exercise, name=person, group=group) for person in people]
        _score(group, members, index)
    end_exercise(exercise, by=by)
    _decide(exercise, by=by)
    merge_exercise(exercise, into=None, by=by)


def _strategy() -> Strategy | None:
    """None where the demonstration has no strategies."""
    return Strategy.objects.filter(is_sample=True, city__name="Córdoba", city__country="AR").first()


def _add(session: Session, strategy: Strategy, title: str, *, groups: Sequence[str], by: Account) -> Exercise:
    fields = {
        "title": title,
        "instructions": HOW,
        "language": "es",
        "strategy": strategy,
        "framework": FrameworkVersion.objects.get(code="2017"),
        "minutes": 45,
    }
    goals = list(Goal.objects.filter(number__in=GOALS))
    return add_exercise(session, fields, goals=goals, groups=groups, by=by)


def _score(group: ExerciseGroup, members: Sequence[ExerciseMember], index: int, *, most: int = 99) -> None:
    """Element by element, the members in turn."""
    for turn, (element, lines) in enumerate(list(SCORES.items())[:most]):
        edits = [
            PhoneEdit(f"{element}:{goal}", _edit(group.name, element, str(goal), score))
            for goal, score in zip(GOALS, lines[index].split(), strict=True)
            if score != "."
        ]
        save_group_edits(members[turn % len(members)], edits)


def _edit(group: str, element: str, place: str, score: str) -> Edit:
    kind = ("DIRECT" if abs(int(score)) > 1 else "INDIRECT") if int(score) else ""
    return Edit(element, place, int(score), kind, more={"rationale": REASON.get((group, element, place), "")})


def _decide(exercise: Exercise, *, by: Account) -> None:
    """The room took most medians and settled two cells by talking."""
    take_medians(exercise, by=by)
    talked = {("A1.1.1", "13"): 1, ("A2.1.2", "3"): -2}
    cells = comparison_of(exercise).cells
    choices = {
        cell.key: talked[cell.element.code, cell.place.code]
        for cell in cells
        if (cell.element.code, cell.place.code) in talked
    }
    decide_cells(exercise, choices, by=by)


def seed_open_exercise(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """Open, so that a phone can join: two groups have begun."""
    strategy = _strategy()
    if strategy is None or Exercise.objects.filter(session__workshop=workshop).exists():
        return
    by = cast["coordinator"]
    start = workshop.starts_at + timedelta(hours=2)
    fields: dict[str, Any] = {
        "title": "Práctica: alinear un plan",
        "language": "es",
        "starts_at": start,
        "is_sample": True,
    }
    fields |= {"ends_at": start + timedelta(minutes=60), "room": "Salón 1"}
    session = add_session(workshop, fields, by=by)
    exercise = _add(session, strategy, "Práctica: alinear un plan", groups=["Grupo 1", "Grupo 2"], by=by)
    exercise = open_exercise(exercise, by=by)
    for index, people in enumerate((("Paula", "Joaquín"), ("Renata",))):
        group = exercise.groups.get(number=index + 1)
        members = [join_exercise(exercise, name=person, group=group) for person in people]
        _score(group, members, index, most=4 - index)
