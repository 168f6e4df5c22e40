"""Look-ups for staff. Read-only: changes go through the pages, which write the history."""

from typing import Any

from django.contrib import admin

from participants.models import (
    Account,
    City,
    Country,
    Invitation,
    Membership,
    Network,
    Organisation,
    Person,
    Profile,
    RoleAssignment,
)


class ReadOnly(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Account)
class AccountAdmin(ReadOnly):
    list_display = ("email", "person_or_none", "language", "is_active", "is_staff", "last_login")
    list_select_related = ("person",)
    search_fields = ("email",)
    exclude = ("password",)


@admin.register(Person)
class PersonAdmin(ReadOnly):
    list_display = ("full_name", "email", "city", "organisation", "is_sample")
    list_select_related = ("city", "organisation")
    search_fields = ("search_text",)


@admin.register(City)
class CityAdmin(ReadOnly):
    list_display = ("name", "subdivision", "country", "population", "slug")
    list_select_related = ("subdivision", "country")
    search_fields = ("search_text",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Without the key of the link: whoever has it could accept in another's place."""

    list_display = ("email", "network", "role", "get_state_display", "invited_at")
    list_select_related = ("network",)
    exclude = ("code",)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReadOnly):
    list_display = ("person", "network", "role", "city", "starts_on", "ends_on")
    list_select_related = ("person", "network", "city")
    list_filter = ("network", "role")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("member", "network", "starts_on", "ends_on")
    list_select_related = ("city", "organisation", "network")
    list_filter = ("network",)


@admin.register(Network, Organisation)
class NamedAdmin(ReadOnly):
    list_display = ("name", "website")
    search_fields = ("search_text",)


@admin.register(Country)
class CountryAdmin(ReadOnly):
    list_display = ("name", "iso2", "iso3", "m49", "continent")
    search_fields = ("iso2", "iso3")


@admin.register(Profile)
class ProfileAdmin(ReadOnly):
    list_display = ("__str__", "code", "position", "is_active")
