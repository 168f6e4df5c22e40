"""Of formula 11: targets that the plan serves without anybody from outside the municipality."""

from dataclasses import dataclass

from alignment.analysis.inputs import HELPS, Share, Table


@dataclass(frozen=True)
class MissingVoices:
    """`missing` of the `covered` places; nothing is known while no actor was ever named."""

    missing: tuple[str, ...]
    covered: int

    @property
    def share(self) -> Share:
        return Share(len(self.missing), self.covered)


def missing_voices(table: Table) -> MissingVoices | None:
    """None while the actors were not asked for. A voice in a helping element is one in its places."""
    if table.voices is None:
        return None
    covered = [code for code, best in table.best.items() if best >= HELPS]
    missing = tuple(
        code
        for code in covered
        if code not in table.voices.places
        and not any(link.score >= HELPS and link.element in table.voices.elements for link in table.at[code])
    )
    return MissingVoices(missing, len(covered))
