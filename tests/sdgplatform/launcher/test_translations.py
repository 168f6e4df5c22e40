import gettext
import os
from pathlib import Path

import pytest

from sdgplatform.launcher.translations import compile_changed

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Workshop"
msgstr "Taller"

msgid "%(count)s city"
msgid_plural "%(count)s cities"
msgstr[0] "%(count)s ciudad"
msgstr[1] "%(count)s ciudades"

#, fuzzy
msgid "Module"
msgstr "¿Módulo?"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(CATALOGUE)
    return path


def test_compile_changed_writes_what_gettext_reads(source: Path, tmp_path: Path) -> None:
    assert compile_changed(tmp_path) == [source.with_suffix(".mo")]

    spanish = gettext.translation("django", tmp_path, ["es"])
    assert spanish.gettext("Workshop") == "Taller"
    assert spanish.ngettext("%(count)s city", "%(count)s cities", 3) == "%(count)s ciudades"
    assert spanish.gettext("Module") == "Module"


def test_compile_changed_leaves_what_is_fresh(source: Path, tmp_path: Path) -> None:
    compile_changed(tmp_path)
    assert compile_changed(tmp_path) == []

    later = source.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_changed(tmp_path) == [source.with_suffix(".mo")]
