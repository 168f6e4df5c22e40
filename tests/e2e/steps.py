"""What people do in the journeys: sign in, open, fill, send; each page is looked at by axe on the way."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from participants.models import Account
from sdgplatform.outbox.models import QueuedMail
from tests.accessibility import assert_accessible
from tests.factories.participants import PASSWORD

OPEN_DETAILS = """element => {
    for (let at = element; at; at = at.parentElement) if (at.tagName == "DETAILS") at.open = true
}"""
LINK = re.compile(r"https?://[^\s]+")


def with_password(account: Account, password: str = PASSWORD) -> Account:
    """An account that can sign in: a known password, a verified address, the language of the browser."""
    account.language = ""
    account.set_password(password)
    account.save()
    account.emailaddress_set.update_or_create(
        email=account.email, defaults={"verified": True, "primary": True}
    )
    return account


def look(page: Page) -> None:
    """Accessible, and nothing is wider than the window."""
    assert_accessible(page)
    spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert spare == 0, f"{page.url} is {spare} px too wide"


def visit(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, f"{address} answers {response.status}"
    look(page)


def sign_in(page: Page, account: Account) -> None:
    visit(page, "/accounts/login/")
    page.fill("#id_login", account.email)
    page.fill("#id_password", PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    look(page)


def fill(page: Page, values: Mapping[str, Any]) -> None:
    """Fields of the main form by name: text, a choice, True for a box, a list for several boxes."""
    form = page.locator("main form")
    for name, value in values.items():
        field = form.locator(f"[name='{name}']")
        if isinstance(value, list):
            for one in value:
                form.locator(f"[name='{name}'][value='{one}']").check()
        elif value is True:
            field.check()
        elif field.first.evaluate("element => element.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            _open_around(field)
            field.fill(str(value))


def _open_around(field: Any) -> None:
    """A field inside closed details cannot be filled by hand either; open them as a person would."""
    field.evaluate(OPEN_DETAILS)


def send(page: Page, button: str = "main form button.btn-primary") -> None:
    """Press the button of the form, then look at the page that comes."""
    with page.expect_navigation():
        page.locator(button).last.click()
    look(page)


def link_in_mail(email: str, kind: str) -> str:
    """The address in the newest mail of a kind to somebody, without scheme and host."""
    mail = QueuedMail.objects.filter(to_email=email, kind=kind).order_by("-pk").first()
    assert mail is not None, (
        f"No {kind} to {email}: {list(QueuedMail.objects.values_list('kind', 'to_email'))}"
    )
    found = LINK.search(mail.text)
    assert found, mail.text
    return "/" + found[0].split("/", 3)[3].rstrip(".")
