"""A form that is sent after the session has ended: nothing that was typed is lost."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alignment.models import CellComment
from sdgplatform.access import unsent
from tests.alignment.review_matrix import personas_matrix
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("framework")

TYPED = "\nWhere does the plan say so?\n\n<b>Clause 4</b> & page 31"


def send(client: Client, address: str, headers: dict[str, str] | None = None, **values: Any) -> Any:
    page = {"Referer": f"http://testserver{address}?state=open"}
    return client.post(address, {"text": TYPED, **values}, headers={**page, **(headers or {})})


def goes_on_to(answer: Any) -> str:
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def test_what_was_typed_is_shown_after_signing_in_and_saved_with_one_click(
    client: Client, personas: Personas
) -> None:
    address = f"/alignment/matrices/{personas_matrix(personas).code}/comments/"
    assert goes_on_to(send(client, address, password="secret")) == "/accounts/unsent/"
    client.force_login(personas["planner"])
    page = client.get("/accounts/unsent/").content.decode()
    assert "secret" not in page
    assert f'action="{address}"' in page
    fields = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    assert [(name, unescape(value)) for name, value in fields] == [("text", TYPED)]
    client.post(address, {name: unescape(value) for name, value in fields})
    assert CellComment.objects.get().text == TYPED.strip()


def test_it_can_be_thrown_away_and_leads_back_to_its_page(client: Client, personas: Personas) -> None:
    address = f"/alignment/matrices/{personas_matrix(personas).code}/comments/"
    send(client, address)
    client.force_login(personas["planner"])
    assert client.post("/accounts/unsent/")["Location"] == f"{address}?state=open"
    assert client.get("/accounts/unsent/")["Location"] == "/"


def test_it_is_kept_for_an_hour(client: Client, personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    send(client, f"/alignment/matrices/{personas_matrix(personas).code}/comments/")
    client.force_login(personas["planner"])
    monkeypatch.setattr(unsent, "SECONDS", -1)
    assert client.get("/accounts/unsent/").status_code == 302


def test_files_have_to_be_chosen_again(client: Client, personas: Personas) -> None:
    address = f"/alignment/matrices/{personas_matrix(personas).code}/import/"
    send(client, address, file=SimpleUploadedFile("m.csv", b"a,b"), mode="MERGE")
    client.force_login(personas["planner"])
    assert "Files have to be chosen again." in client.get("/accounts/unsent/").content.decode()


def test_what_is_too_long_or_no_form_is_not_kept(client: Client, personas: Personas) -> None:
    address = f"/alignment/matrices/{personas_matrix(personas).code}/comments/"
    assert goes_on_to(send(client, address, text="x" * 200_000)) == f"{address}?state=open"
    assert goes_on_to(client.post(address, {"a": 1}, content_type="application/json")) == address
    assert (
        goes_on_to(send(client, address, {"Referer": "https://elsewhere.example/x"})) == "/accounts/unsent/"
    )
    assert "elsewhere" not in str(dict(client.session))


def test_a_part_of_a_page_gives_way_to_the_whole(client: Client, personas: Personas) -> None:
    address = f"/alignment/matrices/{personas_matrix(personas).code}/comments/"
    answer = send(client, address, {"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/?next=/accounts/unsent/")
