"""Compares the sentences in the code with those in `locale/`; `python -m tests.translations` lists faults.

Reads the code itself, so it needs no gettext programs: Python by its syntax tree, templates as Django's own
`makemessages` turns them into something like Python.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("es", "pt_BR", "fr")
PACKAGES = ("alignment", "modules", "participants", "sdgplatform", "workshops")
TEMPLATES = ("*.html", "*.txt", "*.subject")

# Function -> places of context, sentence and plural among its arguments.
PLACES = {"_": (None, 0, None)}
for name, places in {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}.items():
    PLACES[name] = PLACES[f"{name}_lazy"] = places
PLACES["gettext_noop"] = PLACES["gettext"]

LITERAL = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*u?({LITERAL}(?:\s*,\s*u?{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z]+[^>]*>")


@dataclass(frozen=True)
class Sentence:
    context: str | None
    text: str
    plural: str | None


def in_code() -> dict[Sentence, str]:
    """Each sentence of the platform, with the first file that says it.

    A sentence said both with and without a plural is one entry, with the plural, for gettext.
    """
    found: dict[tuple[str | None, str], tuple[Sentence, str]] = {}
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        sentences = _in_python(text) if path.suffix == ".py" else _in_template(text)
        for sentence in sentences:
            key = (sentence.context, sentence.text)
            if key not in found or (sentence.plural and not found[key][0].plural):
                found[key] = (sentence, str(path.relative_to(ROOT)))
    return dict(found.values())


def unseen_by_makemessages() -> list[str]:
    """The gettext programs do not look inside f-strings."""
    lines = []
    for path in _sources():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inside = [sentence for part in ast.walk(node) for sentence in _called(part)]
                lines += (
                    f"inside an f-string: {sentence.text!r} ({path.relative_to(ROOT)})" for sentence in inside
                )
    return lines


def _sources() -> list[Path]:
    python = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]
    templates = [path for pattern in TEMPLATES for path in (ROOT / "templates").rglob(pattern)]
    return sorted(python) + sorted(templates)


def _in_python(text: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        yield from _called(node)


def _called(node: ast.AST) -> Iterator[Sentence]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        values = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        yield from _sentence(name, values)


def _in_template(text: str) -> Iterator[Sentence]:
    for name, arguments in CALL.findall(templatize(text)):
        values = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        yield from _sentence(name, values)


def _sentence(name: str, values: list[object]) -> Iterator[Sentence]:
    if name not in PLACES:
        return
    parts = [
        None if place is None else values[place]
        for place in PLACES[name]
        if place is None or place < len(values)
    ]
    context, text, plural = (*parts, None, None, None)[:3]
    if isinstance(text, str) and text:
        yield Sentence(_text(context), text, _text(plural))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def faults(wanted: dict[Sentence, str], catalogue: polib.POFile) -> list[str]:
    """What is missing, left over or doubtful in one language, a line each."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    lines = []
    for sentence, path in wanted.items():
        entry = entries.pop((sentence.context, sentence.text), None)
        if entry is None:
            lines.append(f"missing: {sentence.text!r} ({path})")
        else:
            lines += (f"{fault}: {sentence.text!r} ({path})" for fault in _faults_of(entry, sentence))
    wanted_keys = {(sentence.context, sentence.text) for sentence in wanted}
    lines += (f"no longer said: {text!r}" for context, text in entries if (context, text) not in wanted_keys)
    return lines


def _faults_of(entry: polib.POEntry, sentence: Sentence) -> Iterator[str]:
    forms = list(entry.msgstr_plural.values()) if sentence.plural else [entry.msgstr]
    if entry.fuzzy:
        yield "doubtful"
    if not forms or not all(forms):
        yield "not translated"
        return
    if bool(sentence.plural) != bool(entry.msgid_plural):
        yield "one of the two has a plural"
    many = forms[1:] or forms
    if any(_placeholders(form) != _placeholders(sentence.plural or sentence.text) for form in many):
        yield "other placeholders"
    if any(form.startswith("\n") != sentence.text.startswith("\n") for form in forms):
        yield "other line breaks at its edges"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def faults_of_all(languages: Iterable[str] = LANGUAGES) -> list[str]:
    wanted = in_code()
    lines = unseen_by_makemessages()
    for language in languages:
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            lines.append(f"{language}: there is no {path.relative_to(ROOT)}")
            continue
        lines += (f"{language}: {line}" for line in faults(wanted, polib.pofile(str(path))))
    return lines


if __name__ == "__main__":
    found = faults_of_all()
    print("\n".join(found) if found else f"Every sentence is translated into {', '.join(LANGUAGES)}.")
    sys.exit(1 if found else 0)
