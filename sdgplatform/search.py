"""Search that forgives accents, case and word order: a folded text column with a trigram index."""

import unicodedata
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models

MAX_WORDS = 8


def _plain(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


def fold(text: str) -> str:
    """Lower case without accents or doubled spaces: `"São  Paulo"` -> `"sao paulo"`."""
    # Twice: some letters turn into capitals when they are taken apart, some into accents when lowered.
    plain = _plain(_plain(text.replace("\0", " ")).casefold())  # PostgreSQL has no NUL
    return " ".join(plain.split())


def search_index(model: str) -> GinIndex:
    return GinIndex(fields=["search_text"], name=f"{model}_search", opclasses=["gin_trgm_ops"])


class SearchableQuerySet(models.QuerySet[Any]):
    def matching(self, words: str) -> Self:
        """Rows whose search text has every word, in any order; all rows when there is no word."""
        found = self
        for word in fold(words).split()[:MAX_WORDS]:
            found = found.filter(search_text__contains=word)
        return found


class Searchable(models.Model):
    """Keeps `search_text` in step with the fields that `searched_texts` names."""

    search_text = models.TextField(editable=False, blank=True, default="")
    kept_in_step: ClassVar[tuple[str, ...]] = ("search_text",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_search_text()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.kept_in_step}
        super().save(*args, **kwargs)

    def searched_texts(self) -> list[str]:
        raise NotImplementedError

    def refresh_search_text(self) -> None:
        self.search_text = fold(" ".join(text for text in self.searched_texts() if text))
