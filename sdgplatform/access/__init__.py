"""Who may open a view: `@require`, `@signed_in`, `@public`, the same for the API, and the refusals.

Owns: how a view declares its access and loads its object. Does not own: the rules themselves
(each app's `rules.py`) or which rows a person sees (each QuerySet's `visible_to`).
"""

from sdgplatform.access.decorators import public, require, signed_in

__all__ = ["public", "require", "signed_in"]
