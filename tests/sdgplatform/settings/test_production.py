"""Production refuses to start half set up, and `check --deploy` has nothing to say."""

import os
import subprocess
import sys

import pytest

from tests import embedded_servers

COMPLETE = {
    "DJANGO_ENV": "production",
    "SECRET_KEY": "kept-by-nobody-" + "x9Q_" * 20,
    "ALLOWED_HOSTS": "sdg.example.org",
    "SITE_URL": "https://sdg.example.org",
    "DATABASE_URL": "postgres://user:password@127.0.0.1/none",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "CACHE_URL": "redis://127.0.0.1:1/1",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}


def _check(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=embedded_servers.ROOT,
        env={**keep, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_is_clean() -> None:
    answer = _check(COMPLETE, "--deploy", "--fail-level", "WARNING")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no issues" in answer.stdout


@pytest.mark.parametrize("missing", sorted(set(COMPLETE) - {"DJANGO_ENV", "CACHE_URL"}))
def test_production_refuses_to_start_without(missing: str) -> None:
    answer = _check({name: value for name, value in COMPLETE.items() if name != missing})
    assert answer.returncode != 0
    assert missing in answer.stderr.splitlines()[-1]
