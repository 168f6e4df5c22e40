"""Edits as phones send them: JSON of the script, or the plain form of one element."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import BadRequest

from alignment.actions.edits import Edit
from alignment.models.matrices import CellKind
from sdgplatform.db import short_code
from workshops.actions.exercise_edits import PhoneEdit

LONGEST_REASON = 1000
SCORES = {"": None, **{str(score): score for score in range(-3, 4)}}
DEFAULT_KIND = CellKind.DIRECT


def read_edits(body: bytes) -> tuple[list[PhoneEdit], int | None]:
    """A list of {key, element, place, score, kind, why, seen} and the number of the group that they were made
    in, where it is said. Raises BadRequest for anything else."""
    try:
        data = json.loads(body)
        group = data.get("group")
        if group is not None and not _is_number(group):
            raise ValueError
        return [_edit(row) for row in data["edits"]], group
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadRequest("This is no list of edits.") from error


def read_group(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 < value < 10_000


def _edit(row: Mapping[str, Any]) -> PhoneEdit:
    score, seen = row["score"], row.get("seen", 0)
    if not (score is None or (type(score) is int and -3 <= score <= 3)) or type(seen) is not int or seen < 0:
        raise ValueError
    texts = [row["key"], row["element"], row["place"], row.get("kind", ""), row.get("why", "")]
    if not all(isinstance(text, str) and "\x00" not in text for text in texts):
        raise ValueError
    key, element, place, kind, why = texts
    if not 1 <= len(key) <= 40 or not key.isascii():
        raise ValueError
    return PhoneEdit(key, _checked(element, place, score, kind=kind, why=why, seen=seen))


def _checked(element: str, place: str, score: int | None, *, kind: str, why: str, seen: int) -> Edit:
    """A link that helps or hinders has a kind: direct, unless the phone says another."""
    known = kind if kind in CellKind.values else DEFAULT_KIND
    more = {"rationale": why.strip()[:LONGEST_REASON]} if score is not None else {}
    return Edit(element[:30], place[:16], score, known if score else "", seen=seen, more=more)


def read_form(data: Mapping[str, str], element: str, places: Sequence[str]) -> list[PhoneEdit]:
    """Only what differs from what the page showed, so that another's edit of an untouched row stays.

    `was_<place>`: score, kind and revision that the page showed. Nonsense counts as untouched.
    """
    found = []
    for place in places:
        was_score, was_kind, seen = _shown(data.get(f"was_{place}", ""))
        sent = data.get(f"score_{place}", "?")
        if sent not in SCORES:
            continue
        score = SCORES[sent]
        kind = data.get(f"kind_{place}", "") if score else ""
        why = data.get(f"why_{place}", "").replace("\x00", "").strip()
        edit = _checked(element, place, score, kind=kind, why=why, seen=seen)
        is_new_reason = score is not None and why != data.get(f"said_{place}", "").strip()
        if (score, edit.kind) != (was_score, was_kind) or is_new_reason:
            found.append(PhoneEdit(short_code(20), edit))
    return found


def _shown(text: str) -> tuple[int | None, str, int]:
    score, kind, seen = [*text.split("|"), "", "", ""][:3]
    return SCORES.get(score), kind, int(seen) if seen.isdecimal() and len(seen) < 18 else 0
