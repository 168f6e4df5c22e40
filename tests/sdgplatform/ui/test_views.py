import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from sdgplatform.ui import views
from sdgplatform.ui.context import site
from tests.factories.participants import AccountFactory


def test_gallery_is_for_staff(client: Client, db: None) -> None:
    assert client.get("/components/").status_code == 302
    client.force_login(AccountFactory())
    assert client.get("/components/").status_code == 403
    client.force_login(AccountFactory(is_staff=True))
    assert client.get("/components/").status_code == 200


def test_gallery_can_be_seen_in_both_themes(client: Client, db: None) -> None:
    client.force_login(AccountFactory(is_staff=True))
    page = client.get("/components/?theme=dark").content.decode()
    assert 'data-bs-theme="dark" data-theme="dark"' in page


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("sepia", "auto"), (None, "auto")])
def test_theme_of_the_page_comes_from_the_cookie(cookie: str | None, theme: str) -> None:
    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES["theme"] = cookie
    assert site(request)["theme"] == theme


def test_staff_check_is_the_view_own() -> None:
    request = RequestFactory().get("/components/")
    request.user = AnonymousUser()
    assert views.component_gallery(request).status_code == 302

    class Member(AnonymousUser):
        is_authenticated = True

    request.user = Member()
    with pytest.raises(PermissionDenied):
        views.component_gallery(request)


@pytest.mark.parametrize("code", [400, 403, 404, 409, 429, 500])
def test_error_page_asks_the_database_nothing(code: int) -> None:
    """No `db` fixture: a query would fail the test."""
    request = RequestFactory().get("/nowhere/", headers={"cookie": "sessionid=stale"})
    html = render_to_string(f"errors/{code}.html", {"status_code": code}, request=request)
    assert "<h1>" in html
    assert html.count("<main") == 1


def test_error_page_can_be_made_without_a_request() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")


def test_page_of_a_faulty_form_says_so_in_its_title(client: Client, db: None) -> None:
    page = client.post(
        "/accounts/login/", {"login": "nobody@example.org", "password": "wrong"}
    ).content.decode()
    assert "<title>Error: Sign in – SDG Workshops</title>" in page


def test_every_page_offers_four_languages_in_their_own_names(client: Client, db: None) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page
    for button in (
        '<button name="language" value="es" lang="es">Español</button>',
        '<button name="language" value="pt-br" lang="pt-BR">Português (Brasil)</button>',
        '<button name="language" value="en" lang="en">English</button>',
        '<button name="language" value="fr" lang="fr" aria-current="true">Français</button>',
    ):
        assert button in page
