"""The names of all audited actions with the words that history shows; unknown names are refused."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from sdgplatform.audit.models import AuditEntry

_sentences: dict[str, str | Promise] = {}


class UnknownAction(LookupError):
    pass


def register(app: str, sentences: dict[str, str | Promise]) -> None:
    """`register("workshops", {"workshop.opened": _("opened the call")})`, called in `rules.py` or apps."""
    _sentences.update({f"{app}.{name}": sentence for name, sentence in sentences.items()})


def check_known(action: str) -> None:
    if action not in _sentences:
        raise UnknownAction(f"Audit action {action!r} is not registered.")


def registered_actions() -> frozenset[str]:
    return frozenset(_sentences)


def sentence_of(entry: "AuditEntry") -> str:
    return str(_sentences.get(entry.action, entry.action))
