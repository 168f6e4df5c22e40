"""Which SDG targets the words of a plan point to: text in, ranked targets with the words that matched out.

No model, no network, no training: a curated lexicon (`alignment/data/suggestions`), stems and a sum.
How well it does: `docs/suggestions.md`.
"""

from alignment.suggestions.engine import MAX_SUGGESTIONS, Match, Suggestion, suggest_goals, suggest_targets
from alignment.suggestions.own_places import OwnPlace

__all__ = ["MAX_SUGGESTIONS", "Match", "OwnPlace", "Suggestion", "suggest_goals", "suggest_targets"]
