"""The methods, which organisers change here, and a look at the rest; other writing goes through the pages."""

from typing import Any

from django.contrib import admin

from workshops.actions.vocabulary import save_method
from workshops.models import Event, Method, Venue, Workshop, WorkshopTransition


@admin.register(Method)
class MethodAdmin(admin.ModelAdmin):
    list_display = ("code", "__str__", "is_active")
    list_filter = ("is_active",)

    def save_model(self, request: Any, obj: Method, form: Any, change: bool) -> None:
        save_method(obj, by=request.user)

    def has_delete_permission(self, request: Any, obj: Method | None = None) -> bool:
        """Blocks of the past name their method: it is switched off, never deleted."""
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


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
