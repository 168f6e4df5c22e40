"""Brings the database up to date before the platform starts; run as a program of its own.

What was done is remembered in the database itself, as its comment, so that a new database is never taken for
a prepared one and a start with nothing to do takes no time.
"""

import hashlib
import json
import os
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import ProgrammingError, connection


def prepare() -> None:
    done = _read_done()
    wanted = _fingerprint()
    if done.get("loaded") != wanted:
        _say("Migrating the database.")
        call_command("migrate", interactive=False, verbosity=0)
        _say("Loading the SDG framework and the cities.")
        call_command("load_sdg_framework", verbosity=0)
        call_command("load_cities", verbosity=0)
        done = _write_done(done | {"loaded": wanted})
    if settings.DEMO and _needs_demo(done):
        _say("Making the demonstration data.")
        _write_done(done | {"demo": "started"})
        call_command("seed_demo", verbosity=0)
        _write_done(done | {"demo": "done"})
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def _needs_demo(done: dict[str, str]) -> bool:
    """A database with people of its own is never given made-up ones."""
    if "demo" in done:
        return done["demo"] == "started"
    return not get_user_model()._default_manager.exists()


def _fingerprint() -> str:
    """Changes whenever there may be something to migrate or to load."""
    own = [Path(app.path) for app in apps.get_app_configs() if settings.BASE_DIR in Path(app.path).parents]
    files = [settings.BASE_DIR / "requirements" / "base.txt"]
    for folder in own:
        files += folder.glob("migrations/*.py")
        files += (file for file in folder.glob("data/**/*") if file.is_file())
        files += folder.glob("management/commands/load_*.py")
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_done() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        (comment,) = cursor.fetchone()
    try:
        done: dict[str, str] = json.loads(comment or "{}")
    except ValueError:
        return {}
    return done


def _write_done(done: dict[str, str]) -> dict[str, str]:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        try:
            cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [json.dumps(done)])
        except ProgrammingError:
            _say("The database belongs to another role, so every start checks everything again.")
    return done


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sdgplatform.settings")
    django.setup()
    prepare()
