"""Sample data for the gallery: one of everything, invented and said to be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template

from sdgplatform.ui import matrix
from sdgplatform.ui.forms import MultilingualField, PageForm
from sdgplatform.ui.pages import Sort
from sdgplatform.ui.parts import (
    Action,
    AgendaBlock,
    CheckItem,
    Comment,
    Crumb,
    Fact,
    FileLink,
    Filter,
    Group,
    HistoryEntry,
    JobStep,
    Mark,
    Meter,
    PartCell,
    PartRow,
    PhoneRow,
    Stat,
    Step,
    Tab,
    Upload,
)

ZONE = "America/Argentina/Cordoba"
# name of the example's template and its style sheet, title, when to take it
EXAMPLES = (
    ("page_header", "page-header", "Page header", "One per page. Where am I, what is this, what can I do. At most one primary button."),
    ("tabs", "tabs", "Tabs", "Sections of one record; each is a page with its own address. They fold into a menu on small screens."),
    ("status", "status", "Status", "For every state. The word says it, the shape repeats it."),
    ("stepper", "stepper", "Stepper", "The life of one record in order, with dates. Not for more than seven steps."),
    ("stats", "stat", "Stats", "A number with its unit and what it is out of. Link the number to its list."),
    ("buttons", "bootstrap-parts", "Buttons", "A verb, sentence case. One primary per view; “…” when a question follows. Danger asks again."),
    ("alerts", "bootstrap-parts", "Alerts", "News about the whole page, above the content. Starts with the point in bold."),
    ("toolbar", "toolbar", "Toolbar and filters", "Above every list longer than a screen. Filters in force can be taken off one by one."),
    ("table", "data-table", "Data table", "The name of the row is a row header and the link. Numbers at the right. Rows become blocks below 48 rem."),
    ("meters", "meter", "Bars and meters", "A share with its figure as text."),
    ("checklist", "checklist", "Checklist", "Readiness of a record. Missing first; each links to the place where it is mended."),
    ("timeline", "timeline", "Timeline", "What happened to a record: actor, verb, object, time."),
    ("agenda", "agenda", "Agenda", "The blocks of a day: time, title, learning goal, facts, parallel groups. Breaks are quiet."),
    ("job", "job", "Job and uploads", "Anything that takes longer than two seconds. Says the step, the time and that one may leave."),
    ("panel", "panel", "Panel parts", "Pairs for facts about one thing; a thread for review comments. The panel stands beside a list or grid."),
    ("form", "form", "Form", "Label above, help below, error under the field with a line at the side, the summary on top gets the focus."),
    ("confirm", "form", "Confirmation", "The page that asks again before a destructive act and says what will happen."),
    ("empty", "empty-state", "Empty state", "A list without rows. Says what will be here and offers the first step."),
    ("tile", "sdg-tile", "SDG tile", "Goal colour and number, with the short title. Never the UN icon, never larger than 36 px."),
    ("goal_chart", "sdg-tile", "Goal chart and strip", "The one place where goal colours fill an area: they are the data. The strip is its small form for lists."),
    ("heat", "heat-cell", "Heat mark", "A score from −3 to +3. Sign is shape, strength is size and tint, the number is always there. Blank is not zero."),
    ("score", "heat-cell", "Score control", "Radios that look like the marks; arrow keys work, words are in the labels."),
    ("matrix", "matrix-grid", "Matrix", "Strategy elements × goals, one goal open. Only scored rows have links in their cells; sums above them are text."),
    ("targets", "target-grid", "Target grid", "All targets in one picture. Letter, fill and border say the class; the key counts them."),
    ("parts", "parts-grid", "Parts grid", "Parts of a module by language. Each box: version and state in words, then size or what is behind."),
    ("files", "document", "Downloads", "File types with their sizes before the click."),
    ("sheet", "document", "Document sheet", "First page of a report as it will be printed."),
    ("phone", "phone", "Phone rows", "For pages used standing up: 44 px targets, one action a row, plain words about the connection."),
    ("lists", "home", "Public lists", "Modules, countries and steps of the public pages."),
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    name: str
    css: str
    title: str
    text: str

    @property
    def template(self) -> str:
        return f"ui/examples/{self.name}.html"

    @property
    def source(self) -> str:
        return get_template(self.template).template.source.strip()  # type: ignore[attr-defined]


def examples() -> list[Example]:
    return [Example(*row) for row in EXAMPLES]


class SampleForm(PageForm, forms.Form):
    title = MultilingualField(label="Title", help_text="Say what people learn; leave out place and year.", max_length=120)
    start = forms.DateField(label="Start date", widget=forms.DateInput({"type": "date"}))
    languages = forms.MultipleChoiceField(
        label="Languages",
        help_text="Spoken in the room.",
        choices=[("es", "Spanish"), ("pt-br", "Portuguese")],
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.IntegerField(
        label="Places",
        min_value=18,
        error_messages={"min_value": "18 people are accepted already, so 18 or more."},
        widget=forms.NumberInput({"class": "w-chars-10"}),
    )
    visibility = forms.ChoiceField(
        label="Who sees the page",
        choices=[("public", "Everyone"), ("network", "Members of the networks")],
        widget=forms.RadioSelect,
    )
    letter = forms.BooleanField(label="Ask for a commitment letter of the city", required=False, help_text="PDF or photo.")
    venue = forms.ChoiceField(label="Venue", choices=[("", "Choose"), ("1", "Academia Nacional de Ciencias")], required=False)
    access = forms.CharField(label="Access", required=False, widget=forms.Textarea({"rows": 3}))
    call = forms.FileField(label="Text of the call", required=False, widget=forms.FileInput({"class": "w-chars-20"}))


class SampleFilter(forms.Form):
    q = forms.CharField(label="Find", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All"), ("open", "Open")], required=False)


class SampleUpload(forms.Form):
    files = forms.FileField(label="Files", required=False)


def sample_context() -> dict[str, Any]:
    faulty = {"places": "15", "visibility": "public", "title_1": "Alinhar o plano", "letter": "on", "start": "2017-11-28"}
    form = SampleForm(faulty, prefix="sample", initial={})
    form.data = {f"sample-{name}": value for name, value in faulty.items()}
    return {
        "sample": {**_record(), **_lists(), **_work(), **_goals(), **_phone()},
        "sample_form": form,
        "sample_filter": SampleFilter({"state": "open"}),
        "sample_upload": SampleUpload(),
        "zone": ZONE,
        "section": "components",
    }


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 11, 28, hour + 3, minute, tzinfo=UTC)


def _record() -> dict[str, Any]:
    return {
        "crumbs": [Crumb("Workshops", "#"), Crumb("2017", "#")],
        "doing": Mark("doing", "Selection"),
        "facts": ["28 Nov 2017", "Córdoba"],
        "actions": [Action("Edit", "#"), Action("Confirm…", "#", "primary")],
        "tabs": [Tab("Overview", "#", current=True), Tab("Programme", "#"), Tab("Applications", "#", 41)],
        "marks": [
            Mark("todo", "Draft"),
            Mark("doing", "In review"),
            Mark("done", "Validated"),
            Mark("wait", "Waiting list"),
            Mark("warn", "Behind version 3"),
            Mark("stop", "Declined"),
            Mark("off", "Withdrawn"),
        ],
        "steps": [Step("Draft", "4 Sep", "done"), Step("Selection", "since 4 Nov", "current"), Step("Confirmed", "due 17 Nov")],
        "stats": [
            Stat("accepted", 18, "of 20 places", "#"),
            Stat("targets with a link", 48, "of 133 in scope"),
            Stat("cells assessed", "79.5 %", "1 586 of 1 995"),
        ],
        "filters": [Filter("Country", "Chile", "#")],
        "sort": Sort("score", True, ("-score", "pk")),
        "page": Paginator(range(412), 50).page(3),
        "bulk": [Action("Accept", kind="primary", name="do", value="accept"), Action("Waiting list", name="do", value="wait")],
        "rows": [("Daniela Iturriaga", "Head of climate unit", "Peñalolén", "CL", "15.3"), ("Mauricio Cárdenas", "Environment and waste", "Cuenca", "EC", "15.0")],
        "meters": [
            Meter("Argentina", 6, "of max 6", 100, remark="full"),
            Meter("Chile", 1, "of max 3", 33.3),
            Meter("Environment", 3, "of min 4", 75, remark="short", short=True),
        ],
    }  # fmt: skip


def _lists() -> dict[str, Any]:
    return {
        "checks": [
            CheckItem("B2.1.2 × 5.2 needs a rationale", "error", url="#", link="Write it"),
            CheckItem("3 commitment letters are missing", note="Answer due 16 Nov", url="#", link="See who"),
            CheckItem("4 trainers confirmed", "done", url="#"),
        ],
        "history": [
            HistoryEntry("Lucía Ferreyra accepted 3 applications", _at(16, 40)),
            HistoryEntry("Programme version 2 released", _at(11, 20), url="#"),
        ],
        "agenda": [
            AgendaBlock(
                _at(11),
                90,
                "Matriz de alineación: primer ejercicio",
                "Each group links ten objectives to the goals.",
                lang="es",
                warning="Group 2 has no room.",
                facts=[Fact("Method", "Group work", "#"), Fact("Trainer", "Rodrigo Corradi")],
                groups=[Group("Group 1", "Mobility, Sala Magna", "5"), Group("Group 2", "Water, library", "5")],
                actions=[Action("Edit", "#")],
            ),
            AgendaBlock(_at(12, 30), 90, "Lunch", fixed=True),
        ],
        "pairs": [
            Fact("Responsible", "Dirección de Hábitat", lang="es"),
            Fact("Indicator", "Viviendas en zona inundable", "#", lang="es"),
        ],
        "comments": [
            Comment("Elena Duarte", _at(9), "¿Qué medida acompaña?", "es", Mark("wait", "Open")),
            Comment("Marcos Peralta", _at(10), "Lo agrego esta semana.", "es"),
        ],
        "import": [Action("Import from XLSX", "#")],
    }


def _work() -> dict[str, Any]:
    return {
        "job_mark": Mark("doing", "2 of 3 steps"),
        "job_steps": [
            JobStep("Collect figures", "done", "4 s"),
            JobStep("Draw 9 charts", "doing", "5 of 9"),
            JobStep("Make PDF"),
        ],
        "uploads": [
            Upload("una-ciudad-un-plan_en.mp4", 64, "200 of 312 MB, about 9 minutes left", actions=[Action("Pause", name="do", value="pause")]),
            Upload("fichas_fr.zip", note="7 hand-outs in French", mark=Mark("done", "Uploaded.")),
        ],
        "files": [
            FileLink("PDF", "#pdf", 1_800_000, "version 3, Español"),
            FileLink("DOCX", "#docx", 2_100_000, "version 3, Español"),
        ],
        "handouts": [FileLink("Ficha 4: cómo puntuar un vínculo", "#4", 180_000, note="PDF, 2 pages", lang="es")],
        "languages": [("es", "Español"), ("pt-br", "Português"), ("en", "English")],
        "parts": [
            PartRow(
                "Trainer guide",
                [
                    PartCell(Mark("done", "Version 3"), "PDF 2.4 MB"),
                    PartCell(Mark("warn", "Version 2"), "behind version 3: chapters 3, 5"),
                    PartCell(Mark("todo", "Missing"), url="#", link="Add it"),
                ],
                url="#",
                note="64 pages",
                icon="book",
            )
        ],
    }  # fmt: skip


def _goals() -> dict[str, Any]:
    heights = (57, 21, 79, 86, 64, 71, 50, 64, 43, 71, 100, 57, 71, None, 29, 79, 36)
    return {
        "shares": dict(enumerate(heights, start=1)),
        "goals": [(number, f"Goal {number}") for number in range(1, 18)],
        "scores": list(range(3, -4, -1)),
        "columns": list(_columns()),
        "opened": matrix.OpenGoal(13, "Climate Action", "#"),
        "matrix_rows": list(_matrix_rows()),
        "matrix_foot": ["0", "2", "0", "0", "1"],
        "target_classes": [("covered", "C", "covered", 20), ("weak", "W", "weak, at most +1", 15), ("gap", "G", "gap: no helping link", 82), ("open", "?", "not assessed", 3)],
        "target_rows": [
            (
                13,
                [
                    ("13.1", "gap", "G", "gap", "#"),
                    ("13.2", "unmonitored", "M", "covered, no indicator", "#"),
                    ("13.3", "open", "?", "not assessed", "#"),
                    ("13.a", "na", "N", "national level only", ""),
                    ("13.b", "weak", "W", "weak", "#"),
                ],
            ),
            (11, [("11.2", "covered", "C", "covered", "#"), ("11.4", "indirect", "I", "indirect links only", "#")]),
        ],
    }  # fmt: skip


def _columns() -> Iterator[matrix.Column]:
    names = ("Resilience", "Policies", "Awareness", "Capacity")
    codes = ("13.1", "13.2", "13.3", "13.b")
    for code, name in zip(codes, names, strict=True):
        yield matrix.Column(code, name, 13, "", True, first=code == "13.1", last=code == "13.b", current=code == "13.2")
    yield matrix.Column("15", "Land", 15, "#")


def _matrix_rows() -> Iterator[matrix.Row]:
    cell = matrix.Cell
    sums = [cell(0), cell(helps=1, hinders=-2), cell(), cell(), cell(-1)]
    yield matrix.Row("A2.1", "Waste", "programme", sums)
    first = [cell(0, url="#"), cell(1, url="#"), cell(url="#"), cell(url="#"), cell(0, url="#")]
    yield matrix.Row("A2.1.1", "Recycling centres", "project", first, "#", "#")
    second = [
        cell(0, url="#"),
        cell(-2, url="#", noted=True, current=True),
        cell(url="#"),
        cell(applicable=False),
        cell(-1, url="#"),
    ]
    yield matrix.Row("A2.1.2", "Larger landfill", "project", second, "#", "#", "error", "1 error", selected=True)


def _phone() -> dict[str, Any]:
    return {
        "people": [
            PhoneRow("Andrea Sotomayor", "Quito, group 2", "Here", "here", "1"),
            PhoneRow("Hernán Quiroga", "11:06", mark=Mark("wait", "Waits to be sent"), value="2", undo_name="undo"),
        ],
        "next": [AgendaBlock(_at(12, 30), 90, "Lunch"), AgendaBlock(_at(14), 75, "Actores y niveles de gobierno", lang="es", anchor="#")],
        "now_actions": [Action("Open the exercise", "#", "primary")],
        "here": Mark("done", "You are checked in"),
    }  # fmt: skip
