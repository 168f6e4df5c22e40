"""What a file is compared with while it is read: codes of the framework and of what is there."""

from dataclasses import dataclass, field

GOALS = frozenset(str(number) for number in range(1, 18))


@dataclass(frozen=True)
class Known:
    """`granularity` is blank when the file decides it."""

    targets: frozenset[str]
    frameworks: frozenset[str]
    granularity: str = ""
    elements: frozenset[str] = field(default_factory=frozenset)
    evidence: frozenset[str] = field(default_factory=frozenset)

    def places(self, granularity: str) -> frozenset[str]:
        return GOALS if granularity == "GOAL" else self.targets
