"""The modules taught, with their materials."""

from django.utils.translation import gettext as _

from modules.models.parts import PartKind
from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import number_text
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.blocks import Column
from workshops.reports.chapters.chapter import Chapter, chapter
from workshops.reports.languages import language_names


def materials(facts: Facts) -> Chapter:
    kinds = {kind.value: kind.label for kind in PartKind}
    rows = [
        [
            module_name(module),
            ", ".join(f"{kinds.get(kind, kind)} ({count})" for kind, count in module["kinds"].items()),
            language_names(module["languages"]),
            number_text(module["editions"]),
        ]
        for module in facts["modules"]
    ]
    columns = [
        Column(_("Module"), wide=True),
        Column(_("Parts"), wide=True),
        Column(_("Languages"), wide=True),
        Column(_("Files and links"), number=True),
    ]
    content = [blocks.table(_("Modules taught and their materials"), columns, rows)] if rows else []
    return chapter(_("Modules and materials"), content)


def module_name(module: Facts) -> str:
    title = localize(module["titles"])
    return (
        _("Module %(number)d: %(title)s") % {"number": module["number"], "title": title}
        if module["number"]
        else title
    )
