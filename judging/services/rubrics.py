import tomllib
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from judging.enums import RubricScale
from judging.models import Criterion, Rubric

KIPP_2023 = Path(__file__).parent.parent / "data" / "kipp-2023.toml"


def create_kipp_2023_rubric() -> Rubric:
    """Return the rubric of KIPP 2023, Kelompok Umum, made on the first call (source: docs/scoring.md)."""
    return create_rubric(KIPP_2023)


@transaction.atomic
def create_rubric(path: Path) -> Rubric:
    """Return the rubric that a TOML file describes, made on the first call: the first version of its name."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    existing = Rubric.objects.filter(name=data["name"]).order_by("version").first()
    if existing:
        return existing
    rubric = Rubric.objects.create(
        name=data["name"],
        scale=data.get("scale", RubricScale.LEVELS),
        scale_maximum=data["scale_maximum"],
        level_labels="\n".join(data["levels"]),
    )
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            code=row["code"],
            name=row["name"],
            weight=row["weight"],
            guidance=row["guidance"],
            level_descriptors="\n".join(row.get("levels", ())),
            tie_break_order=row.get("tie_break_order"),
            sort_order=order,
        )
        for order, row in enumerate(data["criteria"])
    )
    return rubric


@transaction.atomic
def copy_rubric(rubric_id: int) -> Rubric:
    """Return a new, unfrozen version of a rubric with the same criteria. Each call makes one."""
    rubric = Rubric.objects.select_for_update().get(pk=rubric_id)
    criteria = list(Criterion.objects.filter(rubric=rubric))
    last = Rubric.objects.filter(name=rubric.name).aggregate(last=Max("version"))["last"]
    rubric.pk, rubric.version, rubric.frozen_at = None, last + 1, None
    rubric.save(force_insert=True)
    for criterion in criteria:
        criterion.pk, criterion.rubric = None, rubric
    Criterion.objects.bulk_create(criteria)
    return rubric
