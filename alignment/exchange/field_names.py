"""What people call the fields of a file's rows."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ELEMENT_FIELDS: Mapping[str, Any] = {
    "code": _("code"),
    "title": _("title"),
    "level": _("level"),
    "parent": _("part of"),
    "description": _("description"),
    "need": _("need addressed"),
    "responsible": _("responsible unit"),
    "starts_on": _("start"),
    "ends_on": _("end"),
    "status": _("status"),
    "budget": _("budget"),
    "currency": _("currency"),
    "budget_year": _("budget year"),
}
FIELD_NAMES: Mapping[str, Any] = {
    **ELEMENT_FIELDS,
    "kind": _("kind"),
    "horizon": _("horizon"),
    "confidence": _("confidence"),
    "rationale": _("rationale"),
    "mitigation": _("mitigation"),
    "budget_share": _("share of the budget, %"),
    "evidence": _("evidence"),
    "indicators": _("indicators"),
    "original": _("original value"),
    "citation": _("citation"),
    "page": _("page"),
    "url": _("address"),
    "name": _("name"),
    "unit": _("unit"),
    "direction": _("direction"),
    "un_indicator": _("global indicator"),
    "relation": _("relation to it"),
    "source": _("source"),
    "periodicity": _("how often"),
    "disaggregation": _("broken down by"),
    "method": _("method"),
    "baseline": _("baseline"),
    "milestones": _("milestones"),
    "aim": _("target"),
    "value": _("value"),
    "tier": _("level"),
    "influence": _("influence"),
    "interest": _("interest"),
    "stance": _("position"),
    "degree": _("competence"),
    "legal_basis": _("legal basis"),
    "checked_on": _("checked on"),
}
