"""Vocabularies that organisers change, and a look at the rest; writing goes through the pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from workshops.models import Event, Method, Venue, Workshop, WorkshopTransition


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Method)
class MethodAdmin(admin.ModelAdmin[Method]):
    list_display = ("code", "__str__", "is_active")
    list_filter = ("is_active",)


@admin.register(Workshop)
class WorkshopAdmin(ReadOnlyAdmin):
    list_display = ("slug", "__str__", "state", "starts_at")
    list_filter = ("state",)
    search_fields = ("search_text",)


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    list_display = ("name", "city")
    list_select_related = ("city",)
    search_fields = ("name",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("slug", "__str__", "starts_on")


@admin.register(WorkshopTransition)
class WorkshopTransitionAdmin(ReadOnlyAdmin):
    list_display = ("workshop", "from_state", "to_state", "at")
    list_select_related = ("workshop",)
