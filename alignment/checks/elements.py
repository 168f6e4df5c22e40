"""Rules of the tree of a strategy: E4, E8, E11, W13, W14."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from alignment.checks.rows import ElementRow, Issue
from alignment.models.strategies import LEVELS, level_rank

FIRST_YEAR, LAST_YEAR = 1990, 2100
MAX_DEPTH = 5
CODE = re.compile(r"^[^\W_][\w.\-]*$")
CURRENCY = re.compile(r"^[A-Z]{3}$")


def element_issues(elements: Sequence[ElementRow]) -> list[Issue]:
    """Errors of a whole tree, in its order."""
    counts = Counter(element.code for element in elements)
    by_code = {element.code: element for element in elements}
    found: list[Issue] = []
    for element in elements:
        found += _code_issues(element, counts[element.code])
        found += tree_issues(element, by_code)
        found += value_issues(element)
    return found


def _code_issues(element: ElementRow, times: int) -> Iterator[Issue]:
    if not CODE.match(element.code) or len(element.code) > 30:
        text = _("“%(code)s” is no code: up to 30 letters, digits, points and hyphens, without spaces.")
        yield Issue("E11", text % {"code": element.code[:40]}, element.code, field="code")
    elif times > 1:
        text = _("The code %(code)s stands %(times)d times; each element has its own.")
        yield Issue("E11", text % {"code": element.code, "times": times}, element.code, field="code")


def tree_issues(element: ElementRow, by_code: Mapping[str, ElementRow]) -> Iterator[Issue]:
    """E4: the level is known, the parent is there, above it, and no element is below itself."""
    if element.level not in LEVELS:
        text = _("“%(level)s” is no level.") % {"level": element.level[:40]}
        yield Issue("E4", text, element.code, field="level")
        return
    if not element.parent:
        return
    parent = by_code.get(element.parent)
    if parent is None:
        text = _("The element %(code)s, named as parent, is not in this strategy.")
        yield Issue("E4", text % {"code": element.parent[:40]}, element.code, field="parent")
    elif _is_below_itself(element, by_code):
        text = _("%(code)s would be a part of itself.") % {"code": element.code}
        yield Issue("E4", text, element.code, field="parent")
    elif parent.level in LEVELS and level_rank(parent.level) >= level_rank(element.level):
        text = _("%(code)s stands below %(parent)s, whose level is not higher.")
        yield Issue("E4", text % {"code": element.code, "parent": parent.code}, element.code, field="level")


def _is_below_itself(element: ElementRow, by_code: Mapping[str, ElementRow]) -> bool:
    """Only what is on the circle is, not what hangs below it."""
    seen: set[str] = set()
    code = element.parent
    while code and code not in seen:
        if code == element.code:
            return True
        seen.add(code)
        above = by_code.get(code)
        code = above.parent if above else ""
    return False


def value_issues(element: ElementRow) -> Iterator[Issue]:
    """E8: dates in order and plausible, money not negative and with its currency."""
    for name, day in (("starts_on", element.starts_on), ("ends_on", element.ends_on)):
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield _year_issue(element, name)
    if element.starts_on and element.ends_on and element.ends_on < element.starts_on:
        text = _("%(code)s ends before it starts.") % {"code": element.code}
        yield Issue("E8", text, element.code, field="ends_on")
    if element.budget_year is not None and not FIRST_YEAR <= element.budget_year <= LAST_YEAR:
        yield _year_issue(element, "budget_year")
    if element.budget is not None and element.budget < 0:
        yield Issue("E8", _("A budget is not negative."), element.code, field="budget")
    if element.budget is not None and not CURRENCY.match(element.currency):
        text = _("A budget needs its currency in three letters, such as ARS.")
        yield Issue("E8", text, element.code, field="currency")


def _year_issue(element: ElementRow, name: str) -> Issue:
    text = _("Years lie between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    return Issue("E8", text, element.code, field=name)
