"""Constraints written once: choices and pairs of fields that belong together."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def short_code(length: int = 8) -> str:
    """A code for addresses: no look-alike characters, unguessable enough to not be enumerated."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def long_code() -> str:
    """A code that is itself a key (confirmation links, downloads): about 128 bits."""
    return short_code(26)


def choice_constraint(model: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The database refuses what is not one of the choices (blank stays a matter of the field)."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*choices.values, ""]}), name=f"{model}_{field}_is_known"
    )


def together_constraint(model: str, *fields: str) -> models.CheckConstraint:
    """Nullable fields that are set together or not at all."""
    none, every = Q(), Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True})
        every &= Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(condition=none | every, name=f"{model}_{'_and_'.join(fields)}_together")


def ordered_constraint(
    model: str, first: str, last: str, *, strictly: bool = False, message: str | Promise = ""
) -> models.CheckConstraint:
    """`last` is not before `first`; missing values pass."""
    operator = "gt" if strictly else "gte"
    condition = Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True})
    condition |= Q(**{f"{last}__{operator}": models.F(first)})
    name = f"{model}_{last}_not_before_{first}"
    if not message:
        return models.CheckConstraint(condition=condition, name=name)
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=message,  # type: ignore[arg-type]  # the stubs know no public name for it
    )
