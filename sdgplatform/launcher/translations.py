"""Turns the translations (.po) into what Django reads (.mo), without the gettext programs."""

from pathlib import Path

import polib


def compile_changed(locale: Path) -> list[Path]:
    """Compile each catalogue that is newer than its compiled file, and answer these."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".mo.unfinished")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_changed(Path(__file__).resolve().parents[2] / "locale")
