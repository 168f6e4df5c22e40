"""The design system in the browser: components, menus of the header, pages of the account, with axe."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from participants.models import Account
from tests.accessibility import assert_accessible
from tests.factories.modules import ModuleFactory
from tests.factories.participants import AccountFactory

PASSWORD = "a-long-sample-password"


@pytest.fixture
def staff(transactional_db: None) -> Account:
    account = AccountFactory(email="staff@example.org", is_staff=True)
    account.set_password(PASSWORD)
    account.save()
    account.emailaddress_set.update_or_create(
        email=account.email, defaults={"verified": True, "primary": True}
    )
    return account


def sign_in(page: Page, account: Account) -> None:
    page.goto("/accounts/login/")
    page.fill("#id_login", account.email)
    page.fill("#id_password", PASSWORD)
    page.locator("main button.btn-primary").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def confirm_identity(page: Page) -> None:
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    assert_accessible(page)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_have_count(0)


def assert_no_sideways_scroll(page: Page) -> None:
    spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert spare == 0, f"{page.url} is {spare} px too wide"


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_is_accessible_and_fits(
    new_page: Callable[..., Page], staff: Account, width: int, scheme: str
) -> None:
    page = new_page(width=width, scheme=scheme)
    sign_in(page, staff)
    page.goto("/components/")
    assert page.locator("html").get_attribute("data-bs-theme") == scheme
    for details in page.locator(".example details").all():
        details.evaluate("element => { element.open = true }")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_theme_is_chosen_in_the_header_and_kept(page: Page, staff: Account) -> None:
    sign_in(page, staff)
    page.goto("/accounts/2fa/")
    page.get_by_role("button", name="Language and colours:").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_url("**/accounts/2fa/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.goto("/components/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_language_is_chosen_in_the_header_and_the_page_stays(page: Page, transactional_db: None) -> None:
    page.goto("/accounts/login/?next=/components/")
    page.get_by_role("button", name="Language and colours:").click()
    page.get_by_role("button", name="Português (Brasil)").click()
    page.wait_for_url("**/accounts/login/?next=/components/")
    assert page.locator("html").get_attribute("lang") == "pt-BR"


def test_menus_close_with_escape_and_give_the_focus_back(page: Page, staff: Account) -> None:
    sign_in(page, staff)
    page.goto("/components/")
    toggle = page.get_by_role("button", name="Account:")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu-account")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#menu-account")).to_be_hidden()
    expect(toggle).to_be_focused()


def test_phone_menu_holds_everything_and_signs_out(new_page: Callable[..., Page], staff: Account) -> None:
    page = new_page(width=390, height=844)
    sign_in(page, staff)
    page.goto("/components/")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/components/" not in url)
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_arrow_keys_move_in_the_matrix_and_one_cell_is_in_the_tab_order(page: Page, staff: Account) -> None:
    sign_in(page, staff)
    page.goto("/components/")
    cells = page.locator("[data-matrix] a.cell")
    assert page.locator("[data-matrix] a.cell[tabindex='0']").count() == 1
    current = page.locator("[data-matrix] a.cell[aria-current]")
    current.focus()
    page.keyboard.press("ArrowUp")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cells.nth(0)).to_be_focused()
    page.keyboard.press("End")
    expect(cells.nth(4)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(4)).to_be_focused()
    assert page.locator("[data-matrix] a.cell[tabindex='0']").count() == 1


def test_bulk_bar_counts_what_is_picked(page: Page, staff: Account) -> None:
    sign_in(page, staff)
    page.goto("/components/#table")
    bar = page.get_by_role("region", name="Selected applications")
    expect(bar).to_contain_text("0 selected.")
    page.get_by_label("Select Daniela Iturriaga").check()
    expect(bar).to_contain_text("1 selected.")
    page.get_by_label("Select all on this page").check()
    expect(bar).to_contain_text("2 selected.")
    expect(bar.get_by_role("button", name="Accept")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_wrong_password_is_said_above_the_form_and_takes_the_focus(
    new_page: Callable[..., Page], staff: Account, width: int
) -> None:
    page = new_page(width=width)
    page.goto("/accounts/login/")
    page.fill("#id_login", staff.email)
    page.fill("#id_password", "wrong")
    page.locator("main button.btn-primary").click()
    expect(page).to_have_title("Error: Sign in – SDG Workshops")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert_accessible(page)


ACCOUNT_PAGES = [
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("width", [1440, 320])
def test_pages_of_the_account_are_accessible(
    new_page: Callable[..., Page], staff: Account, width: int
) -> None:
    page = new_page(width=width)
    sign_in(page, staff)
    page.goto("/accounts/2fa/totp/activate/")
    confirm_identity(page)
    for address in ACCOUNT_PAGES:
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_passkey_is_added_and_signs_in(page: Page, staff: Account) -> None:
    """With the browser's virtual authenticator: scripts and JSON blocks work under the strict policy."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, staff)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_identity(page)
    page.fill("#id_name", "Laptop")
    page.check("#id_passwordless")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/**")
    assert_accessible(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("rowheader", name="Laptop")).to_be_visible()
    assert_accessible(page)
    page.goto("/accounts/logout/")
    page.locator("main button.btn-primary").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    page.goto("/accounts/2fa/")
    expect(page.get_by_role("heading", name="Sign-in security")).to_be_visible()


def open_upload(page: Page, account: Account) -> None:
    account.is_superuser = True
    account.save()
    module = ModuleFactory(titles={"en": "Aligning"})
    sign_in(page, account)
    page.goto(f"/modules/{module.slug}/upload/")


def test_upload_says_how_much_is_sent_and_ends_on_the_next_page(
    page: Page, staff: Account, tmp_path: Path
) -> None:
    open_upload(page, staff)
    line = {"offline": False, "latency": 5, "downloadThroughput": 9e6, "uploadThroughput": 3e6}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => window.seen.push(
             document.querySelector('[data-uploading] .note')?.textContent)
           ).observe(document.body, {subtree: true, childList: true, characterData: true}) }"""
    )
    big = tmp_path / "notes.txt"
    big.write_text("line of a sample text\n" * 200_000)
    page.set_input_files("input[type=file]", str(big))
    page.get_by_role("button", name="Upload the files").click()
    page.wait_for_url("**/upload/sort/**")
    seen = [words for words in page.evaluate("window.seen") if words]
    assert any("MB of 4.4" in words for words in seen)
    assert seen[-1] == "All sent. The files are being checked."
    assert_accessible(page)


@pytest.mark.expected_console_errors("422")
def test_refused_file_is_said_in_the_form(page: Page, staff: Account, tmp_path: Path) -> None:
    open_upload(page, staff)
    wrong = tmp_path / "program.exe"
    wrong.write_bytes(b"MZ" + bytes(2000))
    page.set_input_files("input[type=file]", str(wrong))
    page.get_by_role("button", name="Upload the files").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[data-uploading]")).to_have_count(0)
    expect(page).to_have_title("Error: Upload files – SDG Workshops")
    assert_accessible(page)


PAPER = "getComputedStyle(document.documentElement).getPropertyValue('{}').trim()"


def test_a_dark_page_is_printed_light(page: Page, transactional_db: None) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.emulate_media(color_scheme="dark", media="print")
    colours = [page.evaluate(PAPER.format(name)) for name in ("--ui-p3", "--ui-sunken")]
    assert colours == ["#0a6b66", "#e7eded"]
