"""The two learning modules of the workshop in Córdoba, with sample files in the right formats."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile

from alignment.models import Target
from modules.actions.editions import add_edition
from modules.actions.modules import add_module
from modules.actions.parts import add_part
from modules.demo import documents, texts
from modules.demo.texts import SampleModule, SamplePart
from modules.demo.video import sample_video
from modules.models import Module, Part, Series
from participants.models import Account, Network
from sdgplatform.audit.recording import record
from sdgplatform.multilingual import localize
from sdgplatform.uploads.actions import store_upload

SERIES_SLUG = "localizing-the-sdgs"
NETWORKS = ("uclg-learning", "mercociudades")
SUFFIXES = {"es": "es", "pt-br": "pt", "en": "en"}


def seed_demo(cast: Mapping[str, Account]) -> None:
    """Adds what is missing; a module that is there already is left alone."""
    by = cast["trainer"]
    series, is_new = Series.objects.get_or_create(slug=SERIES_SLUG, defaults={"titles": texts.SERIES})
    if is_new:
        record("modules.series.added", by=by, target=series)
    for sample in texts.MODULES:
        if not Module.objects.filter(slug=sample.slug).exists():
            _seed_module(sample, series, by)


def _seed_module(sample: SampleModule, series: Series, by: Account) -> None:
    values: dict[str, Any] = {
        "slug": sample.slug,
        "series": series,
        "number": sample.number,
        "titles": sample.titles,
        "summaries": sample.summaries,
        "objectives": sample.objectives,
        "audiences": sample.audiences,
        "duration_minutes": sample.minutes,
        "authors": sample.authors,
        "visibility": sample.visibility,
        "is_sample": True,
        "networks": Network.objects.filter(slug__in=NETWORKS),
        "targets": Target.objects.filter(code__in=sample.targets),
    }
    module = add_module(values, by=by)
    for plan in sample.parts:
        part = add_part(module, kind=plan.kind, titles=plan.titles, by=by)
        _seed_editions(part, plan, sample, by)


def _seed_editions(part: Part, plan: SamplePart, sample: SampleModule, by: Account) -> None:
    """A replaced source leaves its Portuguese translation behind; the English one is made from the new."""
    _seed_edition(part, plan, sample, by, language="es")
    for language in plan.languages[1:]:
        if plan.replaced and language == "en":
            _seed_edition(part, plan, sample, by, language="es", note=plan.replaced)
        _seed_edition(part, plan, sample, by, language=language)


def _seed_edition(
    part: Part, plan: SamplePart, sample: SampleModule, by: Account, *, language: str, note: str = ""
) -> None:
    name = f"{plan.stem}_{SUFFIXES[language]}.{plan.extension}"
    content = sample_content(plan, sample, language, note)
    upload = store_upload(ContentFile(content, name=name), by=by)
    add_edition(part, language=language, upload=upload, note=note, by=by)


def sample_content(plan: SamplePart, sample: SampleModule, language: str, note: str = "") -> bytes:
    title = f"{localize(sample.titles, language)}. {localize(plan.titles, language)}"
    lines = localize(sample.objectives, language).splitlines()
    paragraphs = [texts.SAMPLE[language], *([note] if note else []), *lines]
    if plan.extension == "pdf":
        return documents.sample_pdf(title, paragraphs, language=language)
    if plan.extension == "docx":
        return documents.sample_docx(title, paragraphs)
    if plan.extension == "pptx":
        return documents.sample_pptx([(title, texts.SAMPLE[language]), *((line, "") for line in lines)])
    if plan.extension == "xlsx":
        header = [localize(column, language) for column in texts.COLUMNS]
        return documents.sample_xlsx(localize(plan.titles, language), [[texts.SAMPLE[language]], header])
    return sample_video()
