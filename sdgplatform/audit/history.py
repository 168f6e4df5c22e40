"""History entries as the timeline component shows them: who did what, to which record, what changed."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from sdgplatform.audit.models import AuditEntry, AuditEntryQuerySet
from sdgplatform.ui.parts import HistoryEntry

SHOWN = 20


def history(entries: AuditEntryQuerySet, *, limit: int = SHOWN) -> list[HistoryEntry]:
    """The newest entries in words; one query. The record is named where entries of several are mixed."""
    rows = list(entries[:limit])
    mixed = len({(row.target_type, row.target_id) for row in rows}) > 1
    return [HistoryEntry(_sentence(row, named=mixed), row.at, _changed(row)) for row in rows]


def _sentence(entry: AuditEntry, *, named: bool) -> str:
    words = {"who": entry.actor_text or _("The platform"), "did": entry.sentence, "what": entry.target_text}
    return _("%(who)s %(did)s – %(what)s") % words if named else _("%(who)s %(did)s") % words


def _changed(entry: AuditEntry) -> str:
    return ", ".join(dict.fromkeys(_label(entry.target_type, name) for name in entry.changes))


def _label(target_type: str, column: str) -> str:
    try:
        return str(apps.get_model(target_type)._meta.get_field(column.removesuffix("_id")).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return column
