from decimal import Decimal

from innovation_portal.utils import clock
from judging.models import Rubric
from judging.services.rubrics import copy_rubric, create_kipp_2023_rubric
from tests.factories.judging import RubricFactory


def test_kipp_2023_has_seven_criteria_with_the_published_weights(db):
    rubric = create_kipp_2023_rubric()

    weights = list(rubric.criteria.values_list("weight", flat=True))
    assert weights == [Decimal(weight) for weight in (10, 15, 5, 30, 20, 5, 15)]
    assert len(rubric.level_names) == rubric.scale_maximum == 5
    assert all(len(criterion.descriptors) == 5 for criterion in rubric.criteria.all())


def test_kipp_2023_is_made_once(db):
    assert create_kipp_2023_rubric() == create_kipp_2023_rubric()


def test_a_copy_is_the_next_version_and_can_be_changed(db):
    rubric = RubricFactory(frozen_at=clock.now())

    copy = copy_rubric(rubric.pk)

    assert (copy.name, copy.version, copy.frozen_at) == (rubric.name, 2, None)
    fields = ("code", "name", "weight", "level_descriptors", "tie_break_order", "sort_order")
    assert list(copy.criteria.values_list(*fields)) == list(rubric.criteria.values_list(*fields))
    assert Rubric.objects.count() == 2
