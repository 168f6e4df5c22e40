"""Who may do what with modules, their parts and their language editions."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from modules.models import AUTHOR_ROLES, STAFF_ROLES, Module, Part, PartEdition
from sdgplatform.audit.registry import register


def _module_of(record: Module | Part | PartEdition) -> Module:
    if isinstance(record, PartEdition):
        return record.part.module
    return record.module if isinstance(record, Part) else record


def _is_staffed_by(user: Any, record: Module | Part | PartEdition, roles: tuple[str, ...]) -> bool:
    """The same as `ModuleQuerySet.staffed_by`, of one module; its networks may be prefetched."""
    networks = user.networks_with_role(*roles) if user.is_authenticated else set()
    if not networks:
        return False
    module = _module_of(record)
    return module.created_by_id == user.pk or any(one.pk in networks for one in module.networks.all())


@rules.predicate
def is_author(user: Any) -> bool:
    """Trainer or coordinator of any network, today."""
    return user.is_authenticated and user.has_role(*AUTHOR_ROLES)


@rules.predicate
def is_seen_by(user: Any, record: Module) -> bool:
    return Module.objects.visible_to(user).filter(pk=record.pk).exists()


@rules.predicate
def is_author_of(user: Any, record: Module | Part | PartEdition) -> bool:
    """Trainer or coordinator of one of its networks, or the author who made it."""
    return _is_staffed_by(user, record, AUTHOR_ROLES)


@rules.predicate
def is_author_or_translator_of(user: Any, record: Module | Part | PartEdition) -> bool:
    return _is_staffed_by(user, record, STAFF_ROLES)


rules.add_perm("modules.view_module", is_seen_by)
rules.add_perm("modules.add_module", is_author)
rules.add_perm("modules.change_module", is_author_of)
rules.add_perm("modules.delete_module", is_author_of)
rules.add_perm("modules.add_series", is_author)
rules.add_perm("modules.add_edition", is_author_or_translator_of)
rules.add_perm("modules.delete_edition", is_author_of)

register(
    "modules",
    {
        "series.added": _("added the series"),
        "module.added": _("added the module"),
        "module.changed": _("changed the module"),
        "module.deleted": _("deleted the module"),
        "part.added": _("added a part"),
        "part.changed": _("changed a part"),
        "part.moved": _("moved a part"),
        "part.deleted": _("deleted a part"),
        "edition.added": _("added a language edition"),
        "edition.replaced": _("replaced a language edition by a new version"),
        "edition.deleted": _("deleted a version"),
    },
)
