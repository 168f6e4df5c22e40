"""Sentences used in more than one place, so that translators meet them once."""

from django.utils.translation import gettext_lazy as _

SAVED = _("Saved")
NOT_ALLOWED = _("Your role does not allow this.")
SAMPLE_DATA = _("sample data")
