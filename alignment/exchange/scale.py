"""What people write into the cells of a matrix -> score and kind; words are kept as the original."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.exchange.findings import Unreadable
from alignment.exchange.values import as_number, as_text, is_blank, plain_value
from alignment.models.matrices import CellKind
from sdgplatform.search import fold

NO = ("no", "none", "ninguno", "ninguna", "nulo", "nenhum", "nenhuma", "non", "aucun", "aucune", "n")
YES = (
    "x",
    "✓",
    "✔",
    "☑",
    "yes",
    "y",
    "si",
    "s",
    "sim",
    "oui",
    "true",
    "verdadero",
    "verdadeiro",
    "vrai",
)
PARTIAL = ("partial", "partially", "parcial", "parcialmente", "partiel", "partielle", "1/2", "½")
FULL = ("full", "total", "completo", "completa", "pleno", "complet", "complete")
LOW = ("low", "bajo", "baja", "baixo", "baixa", "faible", "bas", "weak", "debil", "fraco")
MEDIUM = ("medium", "medio", "media", "mediano", "moyen", "moyenne", "moderate", "moderado")
HIGH = ("high", "alto", "alta", "eleve", "elevee", "haut", "strong", "fuerte", "forte", "fort")
DIRECT = ("direct", "directo", "directa", "direto", "direta", "directe")
INDIRECT = ("indirect", "indirecto", "indirecta", "indireto", "indireta", "indirecte")
ENABLING = ("enabling", "habilitante", "facilitador", "facilitadora", "habilitador", "facilitant")

Meaning = tuple[int | None, str]  # score (None: not assessed) and kind
Read = tuple[int | None, str, str]


def _table(*groups: tuple[tuple[str, ...], Meaning]) -> dict[str, Meaning]:
    return {fold(word): meaning for words, meaning in groups for word in words}


WORDS: Mapping[str, Meaning] = _table(
    (NO, (0, "")),
    (YES, (2, "")),
    (PARTIAL, (1, "")),
    (FULL, (3, "")),
    (LOW, (1, "")),
    (MEDIUM, (2, "")),
    (HIGH, (3, "")),
    (DIRECT, (3, "DIRECT")),
    (INDIRECT, (1, "INDIRECT")),
    (ENABLING, (1, "ENABLING")),
)
FRACTIONS: Mapping[Decimal, int] = {Decimal(0): 0, Decimal("0.5"): 1, Decimal(1): 3}
MOST_ORIGINAL = 60
MOST_SIGNS = 100


@dataclass
class Sign:
    """Something that stands in cells, how often, and what it is read as; `problem` when it is not."""

    text: str
    read: Read = (None, "", "")
    problem: Unreadable | None = None
    is_number: bool = False
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        score, kind, _original = self.read
        known = {"score": score, "kind": kind}
        return {"sign": self.text, "count": self.count, "is_read": self.problem is None, **known}


@dataclass
class Scale:
    """Reads scores. `is_fraction`: 1 means full (META scale 0-1). `own` are folded signs of this import."""

    is_fraction: bool = False
    own: Mapping[str, Meaning] = field(default_factory=dict)
    signs: dict[tuple[bool, str], Sign] = field(default_factory=dict)
    _seen: dict[Any, Sign] = field(default_factory=dict)

    @classmethod
    def named(cls, name: str, own: Mapping[str, Meaning] | None = None) -> "Scale":
        fractions = {"0-1", "0..1", "0–1", "0/0.5/1", "0/0,5/1"}
        own = {fold(sign): meaning for sign, meaning in (own or {}).items()}
        return cls(is_fraction=fold(name).replace(" ", "") in fractions, own=own)

    def read(self, raw: Any) -> Read:
        """Score (None: not assessed), kind if the word tells it, and the original if it was translated."""
        known = self._seen.get((type(raw), raw))
        if known is None:
            raw = plain_value(raw)
            if is_blank(raw):
                return None, "", ""
            known = self._sign(raw)
        known.count += 1
        if known.problem:
            raise known.problem
        return known.read

    @property
    def looks_fractional(self) -> bool:
        """0, 0.5 and 1 and no other number: 1 is more than a half."""
        numbers = {as_number(sign.text) for sign in self.signs.values() if sign.is_number}
        return not self.is_fraction and not self.own and Decimal("0.5") in numbers <= set(FRACTIONS)

    def as_json(self) -> list[dict[str, Any]]:
        """Each sign once, be it a number or a text, with capitals or not: its meaning goes to all of them."""
        told: dict[str, dict[str, Any]] = {}
        for sign in self.signs.values():
            one = told.setdefault(fold(sign.text), {**sign.as_json(), "count": 0})
            one["count"] += sign.count
        return sorted(told.values(), key=lambda one: (one["is_read"], -one["count"]))[:MOST_SIGNS]

    def _sign(self, raw: Any) -> Sign:
        if isinstance(raw, date | time):
            raise Unreadable("E2", _("This is a date, not a score from −3 to 3."))
        text = as_text(raw)
        is_word = isinstance(raw, str | bool)
        meaning = self.own.get(fold(text), self._word(text) if is_word else None)
        key = (is_word, text)
        sign = self.signs.setdefault(key, Sign(text[:MOST_ORIGINAL])) if self._has_room else Sign(text)
        if meaning is None:
            self._read_number(raw, text, sign)
        else:
            sign.read = (*meaning, text[:MOST_ORIGINAL] if text != str(meaning[0]) else "")
        if self._has_room:
            self._seen[type(raw), raw] = sign
        return sign

    @property
    def _has_room(self) -> bool:
        return len(self._seen) < 20 * MOST_SIGNS

    @staticmethod
    def _word(text: str) -> Meaning | None:
        return WORDS.get(fold(text))

    def _read_number(self, raw: Any, text: str, sign: Sign) -> None:
        try:
            number = as_number(raw)
        except Unreadable:
            number = None
        sign.is_number = number is not None
        try:
            sign.read = self._number(number, text)
        except Unreadable as problem:
            sign.problem = problem

    def _number(self, number: Decimal | None, text: str) -> Read:
        if number is None:
            raise Unreadable(
                "E2", _("“%(text)s” is not a score. Use whole numbers from −3 to 3.") % {"text": text[:40]}
            )
        if number in FRACTIONS and (self.is_fraction or number == Decimal("0.5")):
            score = FRACTIONS[number]
            return score, "", text[:MOST_ORIGINAL] if score != number else ""
        if self.is_fraction:
            raise Unreadable("E2", _("%(text)s is not on the scale 0, 0.5, 1.") % {"text": text[:40]})
        if number != int(number):
            raise Unreadable(
                "E2", _("%(text)s is not a whole number. Scores go from −3 to 3.") % {"text": text[:40]}
            )
        if not -3 <= number <= 3:
            raise Unreadable("E2", _("%(text)s is outside the scale from −3 to 3.") % {"text": text[:40]})
        return int(number), "", ""


def scale_from_json(said: Any) -> dict[str, Meaning]:
    """`{"x": 3, "ind": {"score": 1, "kind": "INDIRECT"}, "?": null}` -> meanings; ValueError for others."""
    if not isinstance(said, dict) or len(said) > MOST_SIGNS:
        raise ValueError(_("A scale is a list of signs, each with its score."))
    return {str(sign)[:MOST_ORIGINAL]: _meaning(sign, value) for sign, value in said.items()}


def _meaning(sign: str, value: Any) -> Meaning:
    score, kind = (value.get("score"), value.get("kind", "")) if isinstance(value, dict) else (value, "")
    is_score = score is None or (type(score) is int and -3 <= score <= 3)
    if not is_score or kind not in ("", *CellKind) or (kind and not score):
        raise ValueError(_("“%(sign)s”: a score is a whole number from −3 to 3.") % {"sign": str(sign)[:40]})
    return score, kind


def scale_as_json(meanings: Mapping[str, Meaning]) -> dict[str, Any]:
    return {
        sign: {"score": score, "kind": kind} if kind else score for sign, (score, kind) in meanings.items()
    }
