"""Finds a Chromium for the browser tests; `python -m tests.chromium` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a browser: the one in CHROMIUM, one of the system, or Playwright's own download."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen
    for program in PROGRAMS:
        path = shutil.which(program)
        if path:
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Playwright's own download where it can be had, else the distribution's package.

    The whole browser: of its headless shell alone Playwright does not tell the path.
    """
    print("No Chromium here; installing one for the browser tests.", flush=True)
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    attempts = [
        [[sys.executable, "-m", "playwright", "install", "chromium"]],
        [
            [*as_root, "apt-get", "-qq", "update"],
            [*as_root, "apt-get", "-qq", "install", "--yes", "--no-install-recommends", "chromium"],
        ],
    ]
    for commands in attempts:
        if all(_succeeds(command) for command in commands) and find():
            return
    sys.exit(
        "Chromium could not be installed. Install the package `chromium`, or name a browser in CHROMIUM."
    )


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, timeout=600, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    if not find():
        install()
