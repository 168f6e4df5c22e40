"""Targets that plans serve together: `alignment/data/suggestions/companions.txt`."""

from functools import cache

from alignment.suggestions.lexicon import LexiconError, parse_targets
from alignment.suggestions.words import DATA

SHARE_OF_COMPANION = 0.4
JUST_BELOW = 0.99


@cache
def companions() -> dict[str, tuple[tuple[str, float], ...]]:
    found = {}
    text = (DATA / "companions.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        code, colon, others = line.partition(":")
        if line[:1] in ("#", ""):
            continue
        if not colon:
            raise LexiconError(f"companions.txt, line {number}")
        found[code] = parse_targets(others)
    return found


def with_companions(scores: dict[str, float]) -> dict[str, float]:
    """What words point to weighs more beside the best, never as much; what no word points to is not added."""
    if not scores:
        return scores
    best = max(scores, key=lambda code: scores[code])
    highest = scores[best] * JUST_BELOW
    more = {code: share * scores[best] * SHARE_OF_COMPANION for code, share in companions().get(best, ())}
    return {
        code: max(score, min(score + more[code], highest)) if code in more else score
        for code, score in scores.items()
    }
