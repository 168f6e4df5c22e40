"""All sections in their order, by the page that shows them."""

from collections.abc import Callable, Sequence

from alignment.queries.analysis import MatrixAnalysis
from alignment.reports import (
    change_sections,
    conflict_sections,
    coverage_sections,
    money_sections,
    monitoring_sections,
    row_sections,
)
from alignment.reports.sections import Section

Builder = Callable[[MatrixAnalysis], Section | list[Section]]

PARTS: dict[str, Sequence[Builder]] = {
    "coverage": (
        coverage_sections.goals_section,
        coverage_sections.targets_section,
        coverage_sections.balance_section,
        conflict_sections.brief_conflicts,
        coverage_sections.intensity_section,
        coverage_sections.strict_section,
        coverage_sections.kinds_section,
    ),
    "rows": (
        row_sections.breadth_section,
        row_sections.branches_section,
        row_sections.alike_section,
        row_sections.redundancy_section,
        row_sections.together_section,
    ),
    "conflicts": (conflict_sections.hindering_section, conflict_sections.contradiction_section),
    "money": (money_sections.money_sections,),
    "monitoring": (monitoring_sections.readiness_section, monitoring_sections.voices_section),
    "change": (change_sections.change_sections,),
    "agreement": (change_sections.agreement_sections,),
}


def parts_of(analysis: MatrixAnalysis) -> list[str]:
    """Without a version before there is no change, without groups no agreement."""
    missing = set()
    if analysis.matrix.supersedes_id is None:
        missing.add("change")
    if not analysis.exercises:
        missing.add("agreement")
    return [part for part in PARTS if part not in missing]


def sections_of(analysis: MatrixAnalysis, part: str) -> list[Section]:
    found: list[Section] = []
    for builder in PARTS[part]:
        made = builder(analysis)
        found += made if isinstance(made, list) else [made]
    return found


def all_sections(analysis: MatrixAnalysis) -> list[Section]:
    """Each once."""
    found = (section for part in parts_of(analysis) for section in sections_of(analysis, part))
    return [section for section in found if not section.all_in]


def find_section(analysis: MatrixAnalysis, key: str) -> Section | None:
    """Works out no more than the part that holds it."""
    for part in parts_of(analysis):
        for builder in PARTS[part]:
            made = builder(analysis)
            for section in made if isinstance(made, list) else [made]:
                if section.key == key:
                    return section
    return None
