"""One wrong, missing, doubled or swapped letter in a long word, found by leaving out one on both sides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 7


def without_one(word: str) -> Iterator[str]:
    yield word
    for place in range(1, len(word)):  # the first letter is hardly ever the wrong one
        yield word[:place] + word[place + 1 :]


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, different, or two neighbours swapped make the same word."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    place = next((index for index, letter in enumerate(one) if letter != other[index]), len(one))
    if len(one) < len(other):
        return one[place:] == other[place + 1 :]
    swapped = one[:place] + one[place : place + 2][::-1] + one[place + 2 :]
    return one[place + 1 :] == other[place + 1 :] or swapped == other


class SlipIndex:
    def __init__(self, words: Iterable[str] = (), prefixes: Iterable[str] = ()) -> None:
        self.words = self._index(words)
        self.beginnings = self._index(prefixes)
        self.lengths = sorted({len(word) for word in prefixes if len(word) >= SHORTEST})

    @staticmethod
    def _index(words: Iterable[str]) -> dict[str, list[str]]:
        found = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST:
                for shorter in without_one(word):
                    found[shorter].append(word)
        return dict(found)

    def atoms(self, folded: str) -> list[str]:
        """Atoms that a word was probably meant to match."""
        if len(folded) <= SHORTEST:
            return []
        found = {word for word in self._near(folded, self.words) if is_one_slip(folded, word)}
        for length in self.lengths:
            for size in (length - 1, length, length + 1):
                start = folded[:size]
                if len(start) == size:
                    near = self._near(start, self.beginnings)
                    found |= {f"{word}*" for word in near if len(word) == length and is_one_slip(start, word)}
        return sorted(found)

    @staticmethod
    def _near(word: str, index: dict[str, list[str]]) -> Iterator[str]:
        for shorter in without_one(word):
            yield from index.get(shorter, ())
