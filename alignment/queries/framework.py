"""Goals, targets and indicators for their pages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from alignment.checks.codes import place
from alignment.models import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.framework import TargetKind
from sdgplatform.multilingual import localize


def goals_with_counts() -> Any:
    current = Q(targets__indicators__framework__is_current=True)
    return Goal.objects.annotate(
        target_count=Count("targets", distinct=True),
        indicator_count=Count("targets__indicators", filter=current, distinct=True),
    ).order_by("number")


def targets_of_goal(goal: Goal) -> Sequence[Target]:
    current = Q(indicators__framework__is_current=True)
    return list(goal.targets.annotate(indicator_count=Count("indicators", filter=current)).in_order())


@dataclass(frozen=True)
class IndicatorLine:
    """A code in the versions that give it one meaning; `repeats` are the codes that share its data."""

    code: str
    titles: dict[str, str]
    versions: tuple[str, ...]
    unsd_code: str = ""
    repeats: tuple[str, ...] = ()
    wording: str = ""
    is_current: bool = False

    @property
    def title(self) -> str:
        return localize(self.titles)


def indicator_lines(target: Target, language: str) -> list[IndicatorLine]:
    """A line for each meaning that a code has had; the current meaning comes first."""
    rows = list(target.indicators.order_by("-framework__code", "position"))
    groups = _repeats(rows)
    texts = wordings([row.code for row in rows], language)
    meanings: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for row in rows:
        meanings[row.code, str(sorted(row.titles.items()))].append(row)
    current = current_version()
    lines = [
        IndicatorLine(
            code=code,
            titles=same[0].titles,
            versions=tuple(sorted(row.framework_id for row in same)),
            unsd_code=same[0].unsd_code,
            repeats=tuple(other for other in groups.get(same[0].repeat_group, ()) if other != code),
            wording=texts.get(code, "") if same[0].framework_id == current else "",
            is_current=same[0].framework_id == current,
        )
        for (code, _meaning), same in meanings.items()
    ]
    return sorted(lines, key=lambda line: (not line.is_current, line.code))


def _repeats(rows: Sequence[Indicator]) -> dict[str, list[str]]:
    groups = {row.repeat_group for row in rows if row.repeat_group}
    found: dict[str, list[str]] = defaultdict(list)
    same = Indicator.objects.filter(repeat_group__in=groups, framework__is_current=True)
    for group, code in same.values_list("repeat_group", "code"):
        found[group].append(code)
    return {group: sorted(codes, key=_indicator_place) for group, codes in found.items()}


def _indicator_place(code: str) -> tuple[tuple[int, int, int, str], str]:
    target, _dot, number = code.rpartition(".")
    return place(target), number


def current_version() -> str:
    row = FrameworkVersion.objects.filter(is_current=True).first()
    return row.code if row else ""


def wordings(codes: Sequence[str], language: str) -> dict[str, str]:
    """Official texts that the operator loaded, in this language."""
    rows = Wording.objects.filter(framework__is_current=True, code__in=codes, language=language)
    return dict(rows.values_list("code", "text"))


def wording_of(code: str, language: str) -> Wording | None:
    return Wording.objects.filter(framework__is_current=True, code=code, language=language).first()


def kind_counts(targets: Sequence[Target]) -> dict[str, int]:
    means = sum(target.kind == TargetKind.MEANS for target in targets)
    return {"outcome": len(targets) - means, "means": means}


def neighbours(target: Target) -> tuple[Target | None, Target | None]:
    """The targets before and after it in the framework."""
    before = Target.objects.filter(position__lt=target.position).order_by("-position").first()
    after = Target.objects.filter(position__gt=target.position).order_by("position").first()
    return before, after
