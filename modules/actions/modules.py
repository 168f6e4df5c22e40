from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from modules.models import Module, Series
from modules.models.modules import RESERVED_SLUGS
from sdgplatform.audit.recording import record, snapshot
from sdgplatform.multilingual import localize

MANY = ("networks", "targets")


def free_slug(model: type[Module] | type[Series], titles: Mapping[str, str], fallback: str) -> str:
    """An address from the title that no other row has: `planning`, `planning-2`, ..."""
    base = slugify(localize(titles, "en"))[:70] or fallback
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def add_series(titles: Mapping[str, str], *, by: Any) -> Series:
    series = Series(slug=free_slug(Series, titles, "series"), titles=dict(titles))
    series.full_clean()
    series.save()
    record("modules.series.added", by=by, target=series)
    return series


@transaction.atomic
def add_module(values: Mapping[str, Any], *, by: Any) -> Module:
    """`values`: fields of the module; `networks` and `targets` are rows. Without `slug` one is made."""
    single = {name: value for name, value in values.items() if name not in MANY}
    single.setdefault("slug", free_slug(Module, single.get("titles", {}), "module"))
    module = Module(**single, created_by=by)
    module.full_clean()
    module.save()
    _set_many(module, values)
    record("modules.module.added", by=by, target=module, scope=module)
    return module


@transaction.atomic
def change_module(module: Module, values: Mapping[str, Any], *, by: Any) -> Module:
    module = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    before = snapshot(module)
    many_before = _many(module)
    for name, value in values.items():
        if name not in MANY:
            setattr(module, name, value)
    module.full_clean()
    module.save()
    _set_many(module, values)
    changes = {name: [codes, after] for name, codes, after in _changed(many_before, _many(module))}
    record("modules.module.changed", by=by, target=module, before=before, scope=module, **changes)
    return module


def _many(module: Module) -> dict[str, list[str]]:
    return {
        "networks": sorted(module.networks.values_list("slug", flat=True)),
        "targets": sorted(module.targets.values_list("code", flat=True)),
    }


def _changed(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> Iterable[tuple[str, list[str], list[str]]]:
    return ((name, codes, after[name]) for name, codes in before.items() if codes != after[name])


def _set_many(module: Module, values: Mapping[str, Any]) -> None:
    for name in MANY:
        if name in values:
            getattr(module, name).set(values[name])
