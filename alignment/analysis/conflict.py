"""Formula 8: where the plan works against a target that it also serves, and every link that hinders."""

from dataclasses import dataclass

from alignment.analysis.inputs import Link, Table


@dataclass(frozen=True)
class Conflict:
    """`ratio` is κ: 0 without contradiction, 1 when help and harm weigh the same."""

    place: str
    helps: int
    hinders: int

    @property
    def ratio(self) -> float:
        if not self.helps or not self.hinders:
            return 0.0
        return min(self.helps, self.hinders) / max(self.helps, self.hinders)


@dataclass(frozen=True)
class Conflicts:
    """`places`: those with harm, the most contradictory first; `links`: every x < 0, the strongest first."""

    places: tuple[Conflict, ...]
    links: tuple[Link, ...]


def conflicts_of(table: Table) -> Conflicts:
    rows = [
        Conflict(
            code,
            sum(link.score for link in links if link.score > 0),
            -sum(link.score for link in links if link.score < 0),
        )
        for code, links in table.at.items()
    ]
    return Conflicts(
        places=tuple(
            sorted((row for row in rows if row.hinders), key=lambda row: (-row.ratio, -row.hinders))
        ),
        links=tuple(sorted((link for link in table.counted if link.score < 0), key=lambda link: link.score)),
    )
