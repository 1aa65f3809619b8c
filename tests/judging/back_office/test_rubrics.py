import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from judging.models import Rubric
from tests.factories.judging import RoundFactory, RubricFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def posted(name, *weights, scale="levels"):
    data = {
        "name": name,
        "scale": scale,
        "scale_maximum": 5,
        "level_labels": "",
        "criteria-TOTAL_FORMS": len(weights),
        "criteria-INITIAL_FORMS": 0,
        "criteria-MIN_NUM_FORMS": 1,
        "criteria-MAX_NUM_FORMS": 1000,
    }
    for number, weight in enumerate(weights):
        data |= {
            f"criteria-{number}-{field}": value
            for field, value in {
                "name": f"Kriteria {number}",
                "code": f"kriteria-{number}",
                "weight": weight,
                "comment_policy": "optional",
                "is_required": "on",
                "sort_order": number,
                "id": "",
                "DELETE": "",
            }.items()
        }
    return data


def test_a_rubric_is_made_with_its_criteria(office):
    office.post(reverse("rubrics:add"), posted("Rubrik “baru” 🌾", "40", "60"))

    rubric = Rubric.objects.get()
    assert rubric.name == "Rubrik “baru” 🌾"
    assert [int(criterion.weight) for criterion in rubric.criteria.all()] == [40, 60]


@pytest.mark.parametrize(("scale", "highest"), [("levels", 5), ("points", 100), ("proved", 5)])
def test_points_go_to_100_whatever_was_typed(office, scale, highest):
    office.post(reverse("rubrics:add"), posted("Rubrik", "100", scale=scale))

    rubric = Rubric.objects.get()
    assert (rubric.scale, rubric.scale_maximum) == (scale, highest)


def test_weights_that_do_not_add_up_are_kept_with_a_warning(office):
    response = office.post(reverse("rubrics:add"), posted("Rubrik", "40", "50.5"), follow=True)

    rubric = Rubric.objects.get()
    problem = "Bobot rubrik berjumlah 90.50, seharusnya 100."
    assert [problem in str(message) for message in response.context["messages"]] == [False, True]
    edit = office.get(reverse("rubrics:edit", args=[rubric.pk])).content.decode()
    assert "<output data-weights-sum>90,50</output>" in edit
    assert "data-weights-warning>" in edit
    assert "js/weights.js" in edit
    assert problem in office.get(reverse("rubrics:inspect", args=[rubric.pk])).content.decode()


def test_weights_that_add_up_are_no_warning(office):
    response = office.post(reverse("rubrics:add"), posted("Rubrik", "40", "60"), follow=True)

    assert len(response.context["messages"]) == 1
    edit = office.get(reverse("rubrics:edit", args=[Rubric.objects.get().pk])).content.decode()
    assert "<output data-weights-sum>100</output>" in edit
    assert "data-weights-warning hidden>" in edit


def test_two_criteria_with_one_code_are_refused_and_kept(office):
    data = posted("Rubrik", "40", "60") | {"criteria-1-code": "kriteria-0"}

    response = office.post(reverse("rubrics:add"), data)

    assert response.context["form"].formsets["criteria"].non_form_errors() == [
        "Dua baris memiliki kode yang sama. Setiap baris harus berbeda."
    ]
    assert not Rubric.objects.exists()


def test_a_frozen_rubric_is_not_edited_but_copied(office):
    rubric = RubricFactory(frozen_at=clock.now(), name="Rubrik")

    shown = office.get(reverse("rubrics:edit", args=[rubric.pk]), follow=True)
    assert shown.redirect_chain == [(reverse("rubrics:inspect", args=[rubric.pk]), 302)]
    assert "Signifikansi" in shown.content.decode()
    assert office.post(reverse("rubrics:edit", args=[rubric.pk]), posted("Lain", "100")).status_code == 302
    rubric.refresh_from_db()
    assert (rubric.name, rubric.criteria.count()) == ("Rubrik", 2)

    response = office.post(reverse("rubrics:copy-version", args=[rubric.pk]))
    copy = Rubric.objects.get(version=2)
    assert response.url == reverse("rubrics:edit", args=[copy.pk])
    assert office.get(response.url).status_code == 200


def test_a_rubric_in_use_is_not_deleted(office):
    rubric = RoundFactory().rubric

    response = office.post(reverse("rubrics:delete", args=[rubric.pk]), follow=True)

    assert Rubric.objects.filter(pk=rubric.pk).exists()
    assert "sedang dipakai" in response.content.decode()
