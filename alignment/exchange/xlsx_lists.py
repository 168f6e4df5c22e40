"""Allowed values and instructions that go with the workbook."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from alignment.exchange import choices

INSTRUCTIONS, LISTS = "INSTRUCTIONS", "LISTS"
SCORES = tuple(range(-3, 4))


Lists = Mapping[str, Sequence[Any]]


def list_columns(places: Sequence[str], titles: Iterable[str]) -> Lists:
    """Names and values of the columns of the sheet LISTS, the meanings beside the scores and targets."""
    return {
        "score": SCORES,
        "meaning": score_meanings(),
        "kind": _keys(choices.KINDS),
        "horizon": _keys(choices.HORIZONS),
        "confidence": (1, 2, 3),
        "level": _keys(choices.LEVELS),
        "status": _keys(choices.STATUSES),
        "evidence type": _keys(choices.EVIDENCE_KINDS),
        "document kind": _keys(choices.DOCUMENT_KINDS),
        "granularity": _keys(choices.GRANULARITIES),
        "scope": _keys(choices.SCOPES),
        "language": _keys(choices.LANGUAGES),
        "direction": _keys(choices.DIRECTIONS),
        "relation": _keys(choices.RELATIONS),
        "indicator type": _keys(choices.INDICATOR_KINDS),
        "value status": _keys(choices.OBSERVATION_STATUSES),
        "actor type": _keys(choices.ACTOR_KINDS),
        "tier": _keys(choices.TIERS),
        "rating": (1, 2, 3, 4, 5),
        "position": (-2, -1, 0, 1, 2),
        "role": _keys(choices.ROLES),
        "competence": (0, 1, 2, 3),
        "target": places or ("",),
        "target title": tuple(titles),
    }


def _keys(words: choices.Words) -> tuple[str, ...]:
    return tuple(str(value) for value in words)


def score_meanings() -> tuple[str, ...]:
    return (
        _("cancels the target"),
        _("counteracts it"),
        _("hinders it"),
        _("assessed: no relevant link"),
        _("helps in part or enables"),
        _("helps strongly"),
        _("is decisive for it"),
    )


def list_range(lists: Lists, name: str) -> str:
    letter = get_column_letter(list(lists).index(name) + 1)
    return f"{LISTS}!${letter}$2:${letter}${len(lists[name]) + 1}"


def instructions() -> tuple[str, ...]:
    return (
        _("How to fill this workbook"),
        _("STRATEGY holds the elements of the plan, one in each row. Code, level and title are needed."),
        _("MATRIX holds the scores: one row for each scored element, one column for each target or goal."),
        _("Write a score from −3 to 3. A blank means “not assessed”; 0 means “assessed, no relevant link”."),
        _("CELLS holds the details: kind of link, rationale, evidence. A score other than 0 needs its kind"
          " before the matrix is submitted; a score of 3 or −3 needs a rationale of at least 20 characters."),
        _("A score may stand in MATRIX, in CELLS or in both. Where both have one, it must be the same."),
        _("EVIDENCE holds the sources. CELLS names them by their reference, several separated by commas."),
        _("INDICATORS, OBSERVATIONS, ACTORS, ACTOR_ROLES and COMPETENCE hold what the city keeps for all its"
          " plans. An import adds to them and corrects them; it takes nothing away."),
        _("LISTS shows the allowed values, and the codes of the targets with their short titles. Leave its"
          " sheet as it is."),
        _("Keep the names of sheets and columns, and the letters T and G before the codes of targets and"
          " goals: they keep a spreadsheet from turning codes into dates or numbers."),
        _("Save as XLSX and upload the file. You see what it would change before anything is written."),
    )  # fmt: skip
