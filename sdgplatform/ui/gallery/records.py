"""Sample records for the components that take a list."""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator

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


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 11, 28, hour + 3, minute, tzinfo=UTC)


def record() -> dict[str, Any]:
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
        "steps": [
            Step("Draft", "4 Sep", "done"),
            Step("Selection", "since 4 Nov", "current"),
            Step("Confirmed", "due 17 Nov"),
        ],
        "stats": [
            Stat("accepted", 18, "of 20 places", "#"),
            Stat("targets with a link", 48, "of 133 in scope"),
            Stat("cells assessed", "79.5 %", "1 586 of 1 995"),
        ],
        "filters": [Filter("Country", "Chile", "#")],
        "sort": Sort("score", True, ("-score", "pk")),
        "page": Paginator(range(412), 50).page(3),
        "bulk": [
            Action("Accept", kind="primary", name="do", value="accept"),
            Action("Waiting list", name="do", value="wait"),
        ],
        "rows": [
            ("Daniela Iturriaga", "Head of climate unit", "Peñalolén", "CL", "15.3"),
            ("Mauricio Cárdenas", "Environment and waste", "Cuenca", "EC", "15.0"),
        ],
        "meters": [
            Meter("Argentina", 6, "of max 6", 100, remark="full"),
            Meter("Chile", 1, "of max 3", 33.3),
            Meter("Environment", 3, "of min 4", 75, remark="short", short=True),
        ],
    }


def lists() -> dict[str, Any]:
    return {
        "checks": [
            CheckItem("B2.1.2 × 5.2 needs a rationale", "error", url="#", link="Write it"),
            CheckItem("3 commitment letters are missing", note="Answer due 16 Nov", url="#", link="See who"),
            CheckItem("4 trainers confirmed", "done", url="#"),
        ],
        "history": [
            HistoryEntry("Lucía Ferreyra accepted 3 applications", at(16, 40)),
            HistoryEntry("Programme version 2 released", at(11, 20), url="#"),
        ],
        "agenda": [
            AgendaBlock(
                at(11),
                90,
                "Matriz de alineación: primer ejercicio",
                "Each group links ten objectives to the goals.",
                lang="es",
                warning="Group 2 has no room.",
                facts=[Fact("Method", "Group work", "#"), Fact("Trainer", "Rodrigo Corradi")],
                groups=[
                    Group("Group 1", "Mobility, Sala Magna", "5"),
                    Group("Group 2", "Water, library", "5"),
                ],
                actions=[Action("Edit", "#")],
            ),
            AgendaBlock(at(12, 30), 90, "Lunch", fixed=True),
        ],
        "pairs": [
            Fact("Responsible", "Dirección de Hábitat", lang="es"),
            Fact("Indicator", "Viviendas en zona inundable", "#", lang="es"),
        ],
        "comments": [
            Comment("Elena Duarte", at(9), "¿Qué medida acompaña?", "es", Mark("wait", "Open")),
            Comment("Marcos Peralta", at(10), "Lo agrego esta semana.", "es"),
        ],
        "import": [Action("Import from XLSX", "#")],
    }


def work() -> dict[str, Any]:
    return {
        "job_mark": Mark("doing", "2 of 3 steps"),
        "job_steps": [
            JobStep("Collect figures", "done", "4 s"),
            JobStep("Draw 9 charts", "doing", "5 of 9"),
            JobStep("Make PDF"),
        ],
        "uploads": [
            Upload(
                "una-ciudad-un-plan_en.mp4",
                64,
                "200 of 312 MB, about 9 minutes left",
                actions=[Action("Pause", name="do", value="pause")],
            ),
            Upload("fichas_fr.zip", note="7 hand-outs in French", mark=Mark("done", "Uploaded.")),
        ],
        "files": [
            FileLink("PDF", "#pdf", 1_800_000, "version 3, Español"),
            FileLink("DOCX", "#docx", 2_100_000, "version 3, Español"),
        ],
        "handouts": [
            FileLink("Ficha 4: cómo puntuar un vínculo", "#4", 180_000, note="PDF, 2 pages", lang="es")
        ],
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
    }


def phone() -> dict[str, Any]:
    return {
        "people": [
            PhoneRow("Andrea Sotomayor", "Quito, group 2", "Here", "here", "1"),
            PhoneRow(
                "Hernán Quiroga", "11:06", mark=Mark("wait", "Waits to be sent"), value="2", undo_name="undo"
            ),
        ],
        "next": [
            AgendaBlock(at(12, 30), 90, "Lunch"),
            AgendaBlock(at(14), 75, "Actores y niveles de gobierno", lang="es", anchor="#"),
        ],
        "now_actions": [Action("Open the exercise", "#", "primary")],
        "here": Mark("done", "You are checked in"),
    }
