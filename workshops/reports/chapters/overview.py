"""What the workshop was, and what the figures mean."""

from django.utils.translation import gettext as _

from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import moment_text
from workshops.queries.report_facts import Facts
from workshops.reports import blocks
from workshops.reports.chapters.chapter import Chapter, chapter, local_time
from workshops.reports.chapters.materials import module_name
from workshops.reports.languages import language_names


def overview(facts: Facts) -> Chapter:
    workshop = facts["workshop"]
    place = ", ".join(
        part for part in (workshop["venue"], workshop["city"], localize(workshop["country"])) if part
    )
    trainers = ", ".join(with_note(trainer["name"], trainer["note"]) for trainer in workshop["trainers"])
    content = [
        blocks.fact_list(
            [
                (_("When"), _when(workshop)),
                (_("Where"), place),
                (_("Event"), localize(workshop["event"])),
                (_("Organised by"), ", ".join(workshop["networks"])),
                (_("Trainers"), trainers),
                (_("Languages"), language_names(workshop["languages"])),
                (_("Modules taught"), "; ".join(module_name(module) for module in facts["modules"])),
            ]
        ),
        *blocks.paragraphs(localize(workshop["summaries"])),
        *blocks.paragraphs(localize(workshop["narratives"])),
    ]
    return chapter(_("The workshop in brief"), content)


def with_note(name: str, note: str) -> str:
    return f"{name} ({note})" if note else name


def _when(workshop: Facts) -> str:
    start, end = local_time(workshop["starts_at"], workshop), local_time(workshop["ends_at"], workshop)
    if start.date() == end.date():
        values = {
            "day": moment_text(start, "long"),
            "start": moment_text(start, "time"),
            "end": moment_text(end, "time"),
        }
        return _("%(day)s, %(start)s to %(end)s") % values
    return _("%(first)s to %(last)s") % {
        "first": moment_text(start, "date"),
        "last": moment_text(end, "date"),
    }


def about(facts: Facts) -> Chapter:
    frozen = local_time(facts["frozen_at"], facts["workshop"])
    content = [
        blocks.paragraph(
            _("The figures were frozen on %(moment)s. A later version may have others.")
            % {"moment": moment_text(frozen, "datetime", with_zone=True)}
        ),
        blocks.paragraph(
            _(
                "Participants are accepted people who did not cancel, and those who came without "
                "application. "
                "A session without recorded attendance is left out of the chart, not counted as empty. "
                "A target counts as covered when at least one element of the strategy helps it "
                "(score +1 or more)."
            )
        ),
    ]
    if facts["workshop"]["is_sample"]:
        content.append(blocks.note(_("Names and figures of participants and matrices are sample data.")))
    content.append(
        blocks.note(
            _(
                "The content of this report has not been approved by the United Nations "
                "and does not reflect its views."
            )
        )
    )
    return chapter(_("About the figures"), content)
