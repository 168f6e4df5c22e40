from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from alignment.models import (
    Actor,
    AlignmentCell,
    AlignmentMatrix,
    CellComment,
    Evidence,
    FrameworkVersion,
    Goal,
    Indicator,
    LocalIndicator,
    Strategy,
    StrategyElement,
    Target,
)
from tests.factories.participants import CityFactory


class FrameworkVersionFactory(DjangoModelFactory):
    class Meta:
        model = FrameworkVersion
        django_get_or_create = ("code",)

    code = "2025"


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = Goal
        django_get_or_create = ("number", "city", "network")

    number = 11
    city = None
    network = None
    id = factory.LazyAttributeSequence(lambda goal, n: goal.number if goal.number < 18 else 10_000 + n)
    titles = factory.LazyAttribute(lambda goal: {"en": f"Goal {goal.number}"})
    labels = factory.LazyAttribute(lambda goal: {"en": f"G{goal.number}"})
    colour = "#FD9D24"
    text_colour = "black"
    pillar = "PROSPERITY"


def place_of(code: str) -> int:
    """Numbers before letters, far from the positions of the real framework."""
    goal, part = code.partition("-")[0].split(".")
    return int(goal) * 1000 + (int(part) if part.isdigit() else 100 + ord(part))


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target
        django_get_or_create = ("code", "city", "network")

    code = "11.2"
    city = None
    network = None
    goal = factory.LazyAttribute(lambda target: GoalFactory(number=int(target.code.split(".")[0])))
    position = factory.LazyAttribute(lambda target: place_of(target.code))
    kind = factory.LazyAttribute(
        lambda target: "OUTCOME" if target.code[-1].isdigit() and target.code[:3] != "17." else "MEANS"
    )
    titles = factory.LazyAttribute(lambda target: {"en": f"Target {target.code}"})


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator
        django_get_or_create = ("framework", "code")

    framework = factory.SubFactory(FrameworkVersionFactory)
    code = "11.2.1"
    target = factory.LazyAttribute(lambda row: TargetFactory(code=row.code.rpartition(".")[0]))
    position = 1
    titles = factory.LazyAttribute(lambda row: {"en": f"Indicator {row.code}"})


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    city = factory.SubFactory(CityFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")
    period_start = 2016
    period_end = 2019


class StrategyElementFactory(DjangoModelFactory):
    """A project at the top of its strategy; give `parent` and `level` for trees."""

    class Meta:
        model = StrategyElement

    strategy = factory.SubFactory(StrategyFactory)
    level = "PROJECT"
    code = factory.Sequence(lambda n: f"P{n}")
    title = factory.LazyAttribute(lambda element: f"Project {element.code}")
    position = factory.Sequence(lambda n: n)


class AlignmentMatrixFactory(DjangoModelFactory):
    class Meta:
        model = AlignmentMatrix

    strategy = factory.SubFactory(StrategyFactory)
    framework = factory.SubFactory(FrameworkVersionFactory)
    state = "DRAFT"
    consented_by = factory.LazyAttribute(lambda row: "Mayor" if row.state == "PUBLISHED" else "")
    consented_on = factory.LazyAttribute(lambda row: date(2018, 3, 1) if row.state == "PUBLISHED" else None)


class AlignmentCellFactory(DjangoModelFactory):
    """A cell of a target; pass `goal=`, `target=None` for a matrix of goals.

    In a validated matrix too, which the database otherwise refuses: the matrix is a draft for that moment.
    """

    class Meta:
        model = AlignmentCell

    matrix = factory.SubFactory(AlignmentMatrixFactory)
    element = factory.LazyAttribute(lambda cell: StrategyElementFactory(strategy=cell.matrix.strategy))
    target = factory.SubFactory(TargetFactory)
    score = 2
    kind = factory.LazyAttribute(lambda cell: "DIRECT" if cell.score else "")

    @classmethod
    def _create(cls, model_class: type[AlignmentCell], *args: Any, **kwargs: Any) -> AlignmentCell:
        matrix = kwargs["matrix"]
        if not matrix.is_frozen:
            return super()._create(model_class, *args, **kwargs)
        rows = AlignmentMatrix.objects.filter(pk=matrix.pk)
        rows.update(state="DRAFT")
        cell = super()._create(model_class, *args, **kwargs)
        rows.update(state=matrix.state)
        return cell


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    matrix = factory.SubFactory(AlignmentMatrixFactory)
    ref = factory.Sequence(lambda n: f"EV{n}")
    citation = factory.Sequence(lambda n: f"Plan, p. {n}")


class CellCommentFactory(DjangoModelFactory):
    class Meta:
        model = CellComment

    matrix = factory.SubFactory(AlignmentMatrixFactory)
    text = "Which measure goes with it?"


class LocalIndicatorFactory(DjangoModelFactory):
    class Meta:
        model = LocalIndicator

    city = factory.SubFactory(CityFactory)
    code = factory.Sequence(lambda number: f"I{number}")
    name = "Trips by bus"


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = Actor

    city = factory.SubFactory(CityFactory)
    name = factory.Sequence(lambda number: f"Actor {number}")
    kind = "ACADEMIA"
