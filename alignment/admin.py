"""Look-ups for staff, read-only: whatever changes goes through the pages, so that history has it."""

from typing import Any

from django.contrib import admin

from alignment.models import AlignmentMatrix, FrameworkVersion, Goal, Indicator, Strategy, Target, Wording


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Goal)
class GoalAdmin(ReadOnlyAdmin):
    list_display = ("number", "title", "pillar")
    ordering = ("number",)


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("code", "title", "kind")
    list_filter = ("kind", "goal")
    ordering = ("position",)


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("code", "framework_id", "title", "unsd_code", "repeat_group")
    list_filter = ("framework",)
    search_fields = ("code", "unsd_code")
    ordering = ("framework", "position")


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(ReadOnlyAdmin):
    list_display = ("code", "note", "is_current")


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin):
    list_display = ("code", "language", "framework_id", "source")
    list_filter = ("language", "framework")


@admin.register(Strategy)
class StrategyAdmin(ReadOnlyAdmin):
    list_display = ("title", "city", "network", "kind", "period_start", "period_end")
    list_select_related = ("city", "network")
    search_fields = ("search_text",)


@admin.register(AlignmentMatrix)
class AlignmentMatrixAdmin(ReadOnlyAdmin):
    list_display = ("code", "strategy", "state", "version", "granularity", "updated_at")
    list_filter = ("state", "granularity", "framework")
    list_select_related = ("strategy",)
    search_fields = ("code", "strategy__search_text")
