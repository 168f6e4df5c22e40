"""Which components there are, in the order of the page.

The first line of each example says its title, its style sheet and when to take it.
"""

from dataclasses import dataclass

from django.template.loader import get_template

NAMES = (
    "page_header",
    "tabs",
    "status",
    "stepper",
    "stats",
    "buttons",
    "alerts",
    "toolbar",
    "table",
    "meters",
    "checklist",
    "timeline",
    "agenda",
    "job",
    "panel",
    "form",
    "confirm",
    "empty",
    "tile",
    "goal_chart",
    "heat",
    "score",
    "matrix",
    "targets",
    "parts",
    "files",
    "sheet",
    "phone",
    "lists",
)


@dataclass(frozen=True)
class Example:
    name: str
    title: str
    css: str
    text: str
    source: str

    @property
    def template(self) -> str:
        return template_of(self.name)


def template_of(name: str) -> str:
    return f"ui/examples/{name}.html"


def examples() -> list[Example]:
    return [_read(name) for name in NAMES]


def _read(name: str) -> Example:
    lines: str = get_template(template_of(name)).template.source  # type: ignore[attr-defined]
    heading, source = lines.split("\n", 1)
    title, css, text = heading.removeprefix("{#").removesuffix("#}").split("|")
    return Example(name, title.strip(), css.strip(), text.strip(), source.strip())
