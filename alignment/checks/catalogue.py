"""The rules by their names, in the order of the page, and many findings of one rule in one line."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy, ngettext

from alignment.checks.rows import Issue
from sdgplatform.ui.parts import Text

TITLES: Mapping[str, Text] = {
    "E1": gettext_lazy("Unknown code"),
    "E2": gettext_lazy("Score that is no whole number from −3 to +3"),
    "E3": gettext_lazy("Cell scored twice"),
    "E4": gettext_lazy("Element in a place where it cannot be"),
    "E5": gettext_lazy("Goal in a matrix of targets, or the reverse"),
    "E6": gettext_lazy("Score and kind of link that do not go together"),
    "E7": gettext_lazy("Budget shares of more than 100 %"),
    "E8": gettext_lazy("Dates, years or budget that cannot be"),
    "E9": gettext_lazy("Indicator whose value to reach is not after its baseline"),
    "E10": gettext_lazy("Score of ±3 without a rationale"),
    "E11": gettext_lazy("Code of an element that is no code or stands twice"),
    "W2": gettext_lazy("Hindering link without a mitigation"),
    "W1": gettext_lazy("Score of ±2 or ±3 without evidence"),
    "W3": gettext_lazy("Row without any link"),
    "W4": gettext_lazy("Row that helps more than a quarter of the targets"),
    "W5": gettext_lazy("Strong link without competence or partner"),
    "W6": gettext_lazy("Strong link without an indicator"),
    "W7": gettext_lazy("Indicator whose value to reach goes against its direction"),
    "W8": gettext_lazy("Scored although not applicable"),
    "W9": gettext_lazy("Less than 80 % of the cells assessed"),
    "W10": gettext_lazy("Row with the same score everywhere"),
    "W11": gettext_lazy("Row and its parent of opposite sign"),
    "W12": gettext_lazy("UN indicator that has changed its meaning"),
    "W13": gettext_lazy("Row without a responsible unit"),
    "W14": gettext_lazy("Period of the strategy that has ended"),
    "I1": gettext_lazy("UN indicator listed under several targets"),
    "I2": gettext_lazy("Means of implementation"),
    "I3": gettext_lazy("Suggestion without a decision"),
}
WARNINGS = tuple(rule for rule in TITLES if rule.startswith("W"))
SHOWN_ROWS = 4


def _sentences(count: int) -> Mapping[str, str]:
    """How many times a rule that concerns many cells or rows was broken."""
    return {
        "W1": ngettext(
            "%(count)d score of ±2 or ±3 has no evidence",
            "%(count)d scores of ±2 or ±3 have no evidence",
            count,
        ),
        "W3": ngettext("%(count)d row without any link", "%(count)d rows without any link", count),
        "W5": ngettext(
            "%(count)d strong link without competence or partner",
            "%(count)d strong links without competence or partner",
            count,
        ),
        "W6": ngettext(
            "%(count)d strong link without an indicator",
            "%(count)d strong links without an indicator",
            count,
        ),
        "W8": ngettext(
            "%(count)d score where the city marked the target as not applicable",
            "%(count)d scores where the city marked the target as not applicable",
            count,
        ),
        "W13": ngettext(
            "%(count)d row has no responsible unit", "%(count)d rows have no responsible unit", count
        ),
    }


SUMMED = frozenset(_sentences(0))


def summed_up(issues: Sequence[Issue]) -> list[Issue]:
    """One line for a rule that has its sentence, where its first finding was; the others as they are."""
    of_rule: dict[str, list[str]] = {}
    for issue in issues:
        if issue.rule in SUMMED:
            of_rule.setdefault(issue.rule, []).append(issue.element)
    found, done = [], set()
    for issue in issues:
        if issue.rule not in of_rule:
            found.append(issue)
        elif issue.rule not in done:
            done.add(issue.rule)
            found.append(summary_of(issue.rule, of_rule[issue.rule]))
    return found


def summary_of(rule: str, elements: Sequence[str]) -> Issue:
    text = _sentences(len(elements))[rule] % {"count": len(elements)}
    return Issue(rule, text, note=_named(elements), rows=elements)


def _named(codes: Sequence[str]) -> str:
    """The first few codes and how many more there are."""
    unique = list(dict.fromkeys(codes))
    shown, rest = unique[:SHOWN_ROWS], len(unique) - SHOWN_ROWS
    if rest <= 0:
        return ", ".join(shown)
    text = ngettext("%(codes)s and %(rest)d more row", "%(codes)s and %(rest)d more rows", rest)
    return text % {"codes": ", ".join(shown), "rest": rest}
