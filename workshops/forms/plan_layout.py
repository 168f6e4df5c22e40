"""The order of the inputs of a plan, under headings in plain words."""

from collections.abc import Collection

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django.utils.translation import gettext_lazy as _

# A part that most people leave closed; it opens by itself when something in it was written or is wrong.
OPENED = (
    '<details class="mb-3"{{% if form.{flag} %}} open{{% endif %}}>'
    '<summary class="mb-2">{{{{ form.{words} }}}}</summary>'
)
CLOSED = "</details>"


def _columns(*names: str) -> Row:
    width = {2: "col-md-6", 3: "col-md-4", 4: "col-md-3"}[len(names)]
    return Row(*(Column(name, css_class=width) for name in names))


def plan_layout(fields: Collection[str]) -> Layout:
    return Layout(
        Fieldset(
            _("What it is"),
            "titles",
            "summaries",
            "audiences",
            "languages",
            "modules",
        ),
        Fieldset(_("Who organises it"), "lead", "partners", "trainers", "trainer_emails", "contact_email"),
        Fieldset(
            _("When and where"),
            _columns("start_date", "start_time", "end_date", "end_time"),
            "time_zone",
            *(name for name in ("move_programme",) if name in fields),
            "venue",
            HTML(OPENED.format(flag="new_venue_is_begun", words="add_venue_words")),
            "new_venue_name",
            "new_venue_address",
            "new_venue_city",
            "new_venue_map_url",
            "new_venue_access_notes",
            HTML(CLOSED),
            "event",
            HTML(OPENED.format(flag="new_event_is_begun", words="add_event_words")),
            "new_event_name",
            _columns("new_event_starts_on", "new_event_ends_on"),
            "new_event_place",
            "new_event_website",
            HTML(CLOSED),
        ),
        Fieldset(
            _("Who can take part"),
            "capacity",
            _columns("open_date", "open_time", "close_date", "close_time"),
        ),
    )
