from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participants.actions.people import add_person, change_person
from participants.forms.people import PersonField, PersonFilterForm, PersonForm
from participants.models import Network, Person
from participants.models.people import PersonQuerySet
from participants.queries.people import few_in_order, people_listed, person_history, person_lines
from participants.views.rows import person_rows
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import require
from sdgplatform.audit.history import history
from sdgplatform.exports.tables import export_response
from sdgplatform.ui.pages import Sort, filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Crumb, Fact

SORTS = {"name": "folded_name"}
FEW = 5000  # matches that are sorted faster than found in the order of all names


def _people_crumbs() -> list[Crumb]:
    return [Crumb(_("People"), reverse("participants:person_list"))]


def _filtered(request: HttpRequest, form: PersonFilterForm) -> PersonQuerySet:
    wanted = form.cleaned_data if form.is_valid() else {}
    return people_listed(Person.objects.visible_to(request.user), **wanted)


@require_GET
@require("participants.list_people")
def person_list(request: HttpRequest) -> HttpResponse:
    form = PersonFilterForm(request.GET)
    sort = parse_sort(request, SORTS, "name")
    page = _page(_filtered(request, form), request, sort)
    context = {
        "filter_form": form,
        "filters": filter_chips(form, request),
        "page": page,
        "rows": person_rows(page.object_list),
        "sort": sort,
    }
    return render(request, "participants/person_list.html", context)


def _page(found: PersonQuerySet, request: HttpRequest, sort: Sort) -> Page[Any]:
    page = paginate(found.order_by(*sort.fields).values_list("pk", flat=True), request)
    keys: Any = page.object_list
    if request.GET.get("q") and 0 < page.paginator.count <= FEW:
        keys = few_in_order(found, sort.fields).values_list("pk", flat=True)[
            page.start_index() - 1 : page.end_index()
        ]
    page.object_list = person_lines(list(keys))
    return page


@require_GET
@require("participants.list_people")
def person_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the rows of the list with the same filters."""
    rows = _filtered(request, PersonFilterForm(request.GET)).with_place().order_by("folded_name", "pk")
    header = [_("Given name"), _("Family name"), _("E-mail"), _("Phone"), _("Language"), _("City")]
    header += [_("Organisation"), _("Position"), _("Profile"), _("Gender"), _("Sample data")]
    format_wanted = request.GET.get("format", "xlsx")
    return export_response(_exported(rows), header=header, filename=_("people"), format=format_wanted)


def _exported(rows: PersonQuerySet) -> Iterator[list[Any]]:
    for person in rows.iterator(chunk_size=1000):
        yield [
            person.given_name,
            person.family_name,
            person.email,
            person.phone,
            person.language,
            person.city.full_name if person.city else "",
            str(person.organisation or ""),
            person.job_title,
            str(person.profile or ""),
            person.get_gender_display(),
            person.is_sample,
        ]


@require_GET
@require("participants.list_people")
def person_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for `PersonField`."""
    field = PersonField()
    field.user = request.user
    suggestions = field.suggestions(request.GET)
    return render(request, "participants/widgets/suggestions.html", {"suggestions": suggestions})


def _facts(person: Person) -> list[Fact]:
    organisation = person.organisation
    page = reverse("participants:organisation_detail", args=[organisation.code]) if organisation else ""
    return [
        Fact(_("E-mail"), person.email),
        Fact(_("Phone"), person.phone),
        Fact(_("Language for mails"), dict(settings.LANGUAGES).get(person.language, person.language)),
        Fact(_("Organisation"), organisation, page),
        Fact(_("Profile"), person.profile),
        Fact(_("Gender"), person.get_gender_display()),
        Fact(_("Account"), _("yes") if person.account_id else _("no")),
    ]


@require_GET
@require("participants.view_person", load=Person, by="code")
def person_detail(request: HttpRequest, person: Person) -> HttpResponse:
    own_networks: set[int] = getattr(request.user, "coordinated_network_ids", set())
    context = {
        "person": person,
        "facts": _facts(person),
        "assignable": Network.objects.filter(pk__in=own_networks).order_by("name"),
        "roles": person.roles.with_place().order_by("network__name", "role", "pk"),
        "history": history(person_history(person)),
        "crumbs": _people_crumbs() if request.user.has_perm("participants.list_people") else [],
    }
    return render(request, "participants/person_detail.html", context)


@require_http_methods(["GET", "POST"])
@require("participants.add_person")
def person_add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(posted(request))
    if saved(form, add_person, form.instance, by=request.user):
        messages.success(request, _("%(person)s is in the directory.") % {"person": form.instance})
        return redirect("participants:person_detail", form.instance.code)
    context = {"form": form, "crumbs": _people_crumbs()}
    return render(request, "participants/person_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.change_person", load=Person, by="code")
def person_edit(request: HttpRequest, person: Person) -> HttpResponse:
    form = PersonForm(posted(request), instance=person)
    if saved(form, change_person, person, by=request.user):
        messages.success(request, _("The person is saved."))
        return redirect("participants:person_detail", person.code)
    crumbs = [
        *_people_crumbs(),
        Crumb(person.full_name, redirect("participants:person_detail", person.code).url),
    ]
    context = {"form": form, "person": person, "crumbs": crumbs}
    return render(request, "participants/person_form.html", context, status=form_status(form))
