"""What people write into the cells of a matrix -> score and kind; words are kept as the original."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from alignment.exchange.findings import Unreadable
from alignment.exchange.values import as_number, as_text, is_blank, plain_value
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

Meaning = tuple[int, str]


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


@dataclass
class Scale:
    """Reads scores. `is_fraction`: the file says that 1 means full (META scale 0-1)."""

    is_fraction: bool = False
    words: Mapping[str, Meaning] = field(default_factory=lambda: WORDS)
    read_as: Counter[tuple[str, int]] = field(default_factory=Counter)

    @classmethod
    def named(cls, name: str) -> "Scale":
        return cls(is_fraction=fold(name).replace(" ", "") in {"0-1", "0..1", "0–1", "0/0.5/1", "0/0,5/1"})

    def read(self, raw: Any) -> tuple[int | None, str, str]:
        """Score (None: not assessed), kind if the word tells it, and the original if it was translated."""
        raw = plain_value(raw)
        if is_blank(raw):
            return None, "", ""
        if isinstance(raw, date | time):
            raise Unreadable("E2", _("This is a date, not a score from −3 to 3."))
        text = as_text(raw)
        meaning = self.words.get(fold(text)) if isinstance(raw, str | bool) else None
        if meaning is None:
            return self._number(raw, text)
        return self._told(text, meaning[0]), meaning[1], text[:MOST_ORIGINAL]

    def _number(self, raw: Any, text: str) -> tuple[int, str, str]:
        try:
            number = as_number(raw)
        except Unreadable:
            number = None
        if number is None:
            raise Unreadable(
                "E2", _("“%(text)s” is not a score. Use whole numbers from −3 to 3.") % {"text": text[:40]}
            )
        if number in FRACTIONS and (self.is_fraction or number == Decimal("0.5")):
            score = FRACTIONS[number]
            return self._told(text, score), "", text[:MOST_ORIGINAL] if score != number else ""
        if self.is_fraction:
            raise Unreadable("E2", _("%(text)s is not on the scale 0, 0.5, 1.") % {"text": text[:40]})
        if number != int(number):
            raise Unreadable(
                "E2", _("%(text)s is not a whole number. Scores go from −3 to 3.") % {"text": text[:40]}
            )
        if not -3 <= number <= 3:
            raise Unreadable("E2", _("%(text)s is outside the scale from −3 to 3.") % {"text": text[:40]})
        return int(number), "", ""

    def _told(self, text: str, score: int) -> int:
        self.read_as[(text[:MOST_ORIGINAL], score)] += 1
        return score
