from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models.modules import STAFF_ROLES, Module
from sdgplatform.db import choice_constraint, short_code
from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.uploads.models import Upload


class PartKind(models.TextChoices):
    GUIDE = "GUIDE", _("Guide")
    PRESENTATION = "PRESENTATION", _("Presentation")
    VIDEO = "VIDEO", _("Video")
    HANDOUT = "HANDOUT", _("Hand-out")
    TOOL = "TOOL", _("Tool")


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(module__in=Module.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Part(models.Model):
    """A guide, presentation, video, hand-out or tool of a module, in whatever languages it exists."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="parts")
    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=PartKind.choices)
    titles = MultilingualField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints = [choice_constraint("part", "kind", PartKind)]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return localize(self.titles)


class PartEditionQuerySet(models.QuerySet["PartEdition"]):
    def visible_to(self, user: Any) -> Self:
        """What is in force, of the modules that the person sees; all versions for the module's staff."""
        current = Q(is_current=True, part__module__in=Module.objects.visible_to(user))
        if not user.is_authenticated:
            return self.filter(current)
        if user.is_superuser:
            return self.all()
        return self.filter(current | Q(part__module__in=Module.objects.staffed_by(user, *STAFF_ROLES)))

    def current(self) -> Self:
        return self.filter(is_current=True)


class PartEdition(models.Model):
    """One version of a part in one language: a stored file, or a link. Replaced, never changed."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    upload = models.ForeignKey(
        Upload,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="part_editions",
    )
    url = models.URLField(_("link"), max_length=500, blank=True)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    translated_from = models.ForeignKey(
        "self",
        verbose_name=_("translated from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )
    is_current = models.BooleanField(default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = PartEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language edition")
        verbose_name_plural = _("language editions")
        constraints = [
            models.UniqueConstraint(fields=["part", "language", "version"], name="edition_version_once"),
            models.UniqueConstraint(
                fields=["part", "language"],
                condition=Q(is_current=True),
                name="edition_one_current_per_language",
            ),
            models.CheckConstraint(
                condition=Q(upload__isnull=False, url="") | (Q(upload__isnull=True) & ~Q(url="")),
                name="edition_is_a_file_or_a_link",
                violation_error_message=_("Give a file or a link, not both."),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(note="")),
                name="edition_replacement_has_a_note",
                violation_error_message=_("Say what changed against the version before."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} ({self.language}, v{self.version})"

    @property
    def is_link(self) -> bool:
        return bool(self.url)
