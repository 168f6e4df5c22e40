import pytest
from django.test import Client

from sdgplatform.health import checks, views
from sdgplatform.launcher.children import Child


@pytest.mark.django_db(transaction=True)
def test_healthz_is_up_with_everything_running(client: Client, worker: Child) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {
        "status": "up",
        "database": "up",
        "broker": "up",
        "cache": "up",
        "worker": "up",
        "storage": "up",
    }
    assert answer.status_code == 200


@pytest.mark.django_db
def test_healthz_says_which_part_is_down(client: Client) -> None:
    """No worker runs in this test."""
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "down"
    assert answer.json()["database"] == "up"


@pytest.mark.django_db
def test_healthz_tells_no_reason(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise checks.PartDown("password is secret")

    monkeypatch.setattr(views, "CHECKS", {"database": refuse})
    answer = client.get("/healthz")
    assert answer.json() == {"status": "down", "database": "down"}
    assert b"secret" not in answer.content
