"""What views hand to the components: small frozen records, one per component that takes a list.

Each is documented with its include in `docs/howto/use-the-components.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise
Kind = Literal["todo", "doing", "done", "wait", "warn", "stop", "off"]


@dataclass(frozen=True)
class Crumb:
    label: Text
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Action:
    """A link, or with `name` a submit button of the form around it. `kind` is the button's class."""

    label: Text
    url: str = ""
    kind: Literal["primary", "secondary", "quiet", "danger"] = "secondary"
    icon: str = ""
    note: Text = ""
    name: str = ""
    value: str = ""
    post: bool = False


@dataclass(frozen=True)
class Tab:
    label: Text
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Mark:
    """A state in words with its shape; see `statuses.py`."""

    kind: Kind
    label: Text


@dataclass(frozen=True)
class Step:
    label: Text
    note: Text = ""
    state: Literal["done", "current", "todo"] = "todo"


@dataclass(frozen=True)
class Stat:
    """`value` of `note`, e.g. 18 "of 20 places"; `url` leads to the list behind the number."""

    label: Text
    value: Any
    note: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Meter:
    """`share` is 0 to 100; without it there is no bar. `remark` stands in bold after the note."""

    label: Text
    value: Any
    note: Text = ""
    share: float | None = None
    remark: Text = ""
    short: bool = False
    url: str = ""


@dataclass(frozen=True)
class Filter:
    """A filter in force; `url` is the page without it."""

    label: Text
    value: Text
    url: str


@dataclass(frozen=True)
class CheckItem:
    text: Text
    state: Literal["error", "missing", "todo", "done"] = "missing"
    note: Text = ""
    url: str = ""
    link: Text = ""


@dataclass(frozen=True)
class HistoryEntry:
    """Actor, verb, object, time: `text` says it in one sentence."""

    text: Text
    at: datetime
    note: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    term: Text
    value: Any
    url: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Group:
    title: Text
    text: Text = ""
    note: Text = ""
    lang: str = ""


@dataclass(frozen=True)
class AgendaBlock:
    """One block of a day. A fixed block (a break) is quiet and shows only time and title."""

    starts_at: datetime
    minutes: int
    title: Text
    goal: Text = ""
    lang: str = ""
    fixed: bool = False
    warning: Text = ""
    facts: Sequence[Fact] = ()
    groups: Sequence[Group] = ()
    actions: Sequence[Action] = ()
    anchor: str = ""


@dataclass(frozen=True)
class JobStep:
    label: Text
    kind: Kind = "todo"
    note: Text = ""


@dataclass(frozen=True)
class FileLink:
    """`label` is the file type or name, `about` completes it for a screen reader."""

    label: Text
    url: str
    size: int | None = None
    about: Text = ""
    note: Text = ""
    icon: str = "file-earmark-text"
    lang: str = ""


@dataclass(frozen=True)
class Comment:
    author: str
    at: datetime
    text: str
    lang: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class PartCell:
    mark: Mark
    note: Text = ""
    url: str = ""
    link: Text = ""


@dataclass(frozen=True)
class PartRow:
    label: Text
    cells: Sequence[PartCell]
    url: str = ""
    note: Text = ""
    icon: str = ""
    lang: str = ""


@dataclass(frozen=True)
class PhoneRow:
    """A person, one action: a button named `name` with `value`, or what was done and how to undo it."""

    label: Text
    note: Text = ""
    button: Text = ""
    name: str = ""
    value: str = ""
    mark: Mark | None = None
    undo_name: str = ""


@dataclass(frozen=True)
class Upload:
    name: str
    percent: int | None = None
    note: Text = ""
    mark: Mark | None = None
    actions: Sequence[Action] = field(default_factory=tuple)


@dataclass(frozen=True)
class Fault:
    """Something to correct in a form; `target` is the id of the input it is about."""

    text: Text
    label: Text = ""
    target: str = ""
