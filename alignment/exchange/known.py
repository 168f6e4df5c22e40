"""What a file is compared with while it is read: codes of the framework and of what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from alignment.checks.codes import goal_of

GOALS = frozenset(str(number) for number in range(1, 18))


@dataclass(frozen=True)
class Known:
    """`granularity` is blank when the file decides it. Goals and targets of the city are among the codes."""

    targets: frozenset[str]
    frameworks: frozenset[str]
    granularity: str = ""
    elements: frozenset[str] = field(default_factory=frozenset)
    evidence: frozenset[str] = field(default_factory=frozenset)
    goals: frozenset[str] = GOALS
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (parent, folded title) -> code

    def places(self, granularity: str) -> frozenset[str]:
        return self.goals if granularity == "GOAL" else self.targets

    def knows_place(self, code: str) -> bool:
        return code in self.targets or code in self.goals


def is_local_code(code: str) -> bool:
    """`18`, `18.1`, `11.2-CBA1`: of the form of what cities and networks add."""
    return "-" in code or goal_of(code) > 17


def unknown_place_text(code: str) -> str:
    if not is_local_code(code):
        return _("%(code)s is not in this framework version.") % {"code": code}
    return _(
        "The city has no own goal or target %(code)s yet. Add it on the page “Local goals and targets” of"
        " the strategy, then check the file again."
    ) % {"code": code}
