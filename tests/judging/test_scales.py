"""Score sheets on the scales beside levels: points from 0 to 100, and graded levels that are proved."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from judging.enums import RubricScale
from judging.models import Rubric, Score
from judging.selectors.results import inputs_of
from judging.selectors.seals import check_seals
from judging.selectors.sheets import Mark, marks_of, proved_mark
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import seal_result
from judging.services.sheets import save_sheet, submit_sheet
from tests.factories.judging import RubricFactory


@pytest.fixture
def criteria(assignment):
    return list(assignment.round.rubric.criteria.all())


@pytest.fixture
def points(assignment):
    assignment.round.rubric.scale, assignment.round.rubric.scale_maximum = RubricScale.POINTS, 100
    assignment.round.rubric.save()


@pytest.fixture
def levels(assignment):
    """Four graded levels with evidence."""
    assignment.round.rubric.scale, assignment.round.rubric.scale_maximum = RubricScale.PROVED, 4
    assignment.round.rubric.save()


@pytest.fixture
def sheet_address(assignment, client, judge):
    client.force_login(judge)
    return reverse("judging:sheet-detail", args=[assignment.pk])


def saved(assignment, judge, *marks):
    pairs = zip(assignment.round.rubric.criteria.all(), marks, strict=True)
    return save_sheet(assignment.pk, actor=judge, revision=0, scores={one.pk: mark for one, mark in pairs})


def result_scores(assignment):
    (sheet,) = inputs_of(assignment.round)["sheets"]
    return sheet["scores"]


def test_points_go_to_100_in_the_database(db):
    with pytest.raises(IntegrityError, match="points_go_to_100"):
        RubricFactory(scale=RubricScale.POINTS, scale_maximum=5)


def test_zero_points_are_a_score(points, assignment, judge):
    saved(assignment, judge, Mark("scored", 0), Mark("scored", 100))
    submit_sheet(assignment.pk, actor=judge)

    assert result_scores(assignment) == {"signifikansi": 0, "kebaruan": 100}
    assert inputs_of(assignment.round)["rubric"]["scale"] == "points"


@pytest.mark.parametrize("mark", [Mark("scored", 101), Mark("scored", None), Mark("scored", 5, "", {"1": "SK"})])
def test_points_off_the_scale_or_with_levels_are_refused(points, assignment, judge, mark):
    with pytest.raises(ValidationError) as raised:
        saved(assignment, judge, mark, Mark())

    assert raised.value.code == "invalid"


def test_the_highest_level_with_evidence_counts_and_none_is_zero(levels, assignment, judge):
    proof = {"1": "SK Bupati", "3": "Foto “loket” 📷"}
    sheet = saved(assignment, judge, Mark("scored", 1, "", proof), proved_mark({}))
    submit_sheet(assignment.pk, actor=judge)

    assert list(marks_of(sheet).values()) == [Mark("scored", 3, "", proof), Mark("scored", 0)]
    assert result_scores(assignment) == {"signifikansi": 3, "kebaruan": 0}


def test_a_level_without_words_does_not_count_and_keeps_the_sheet_back(levels, assignment, judge, criteria):
    sheet = saved(assignment, judge, proved_mark({"1": "SK", "4": " "}), proved_mark({}))

    assert marks_of(sheet)[criteria[0].pk].value == 1
    with pytest.raises(ValidationError) as raised:
        submit_sheet(assignment.pk, actor=judge)
    assert [(error.code, error.params["criterion"]) for error in raised.value.error_list] == [
        ("incomplete", criteria[0].pk)
    ]


@pytest.mark.parametrize("level", ["0", "5", "satu"])
def test_a_level_off_the_scale_is_refused(levels, assignment, judge, level):
    with pytest.raises(ValidationError) as raised:
        saved(assignment, judge, Mark("scored", 1, "", {level: "SK"}), Mark())

    assert raised.value.code == "invalid"
    assert not Score.objects.exists()


def test_proof_goes_when_the_judge_abstains(levels, assignment, judge, criteria):
    sheet = saved(assignment, judge, Mark("abstained", None, "Bukan bidang saya.", {"1": "SK"}), Mark())

    assert marks_of(sheet)[criteria[0].pk] == Mark("abstained", None, "Bukan bidang saya.")


def test_judge_types_points(points, client, sheet_address, assignment, criteria):
    first, second = (criterion.pk for criterion in criteria)

    assert 'type="number"' in client.get(sheet_address).content.decode()
    refused = client.post(sheet_address, {"revision": 0, f"points_{first}": "101"})
    assert list(refused.context["form"].errors) == [f"points_{first}"]
    assert 'value="101"' in refused.content.decode()
    done = client.post(sheet_address, {"revision": 0, f"points_{first}": "0", f"mark_{second}": "abstained"})

    assert done.status_code == 302
    assert marks_of(assignment.sheet) == {first: Mark("scored", 0), second: Mark("abstained")}
    page = client.get(sheet_address)
    assert f'id="id_points_{first}" value="0"' in page.content.decode()
    assert [mark for _criterion, mark in page.context["marks"]] == [Mark("scored", 0), Mark("abstained")]


def test_points_out_of_reach_are_said_beside_the_save_by_itself(points, client, sheet_address, criteria):
    answer = client.post(
        sheet_address, {"revision": 0, f"points_{criteria[0].pk}": "101"}, headers={"HX-Request": "true"}
    )

    assert answer.templates[0].name == "judging/desk/_save_state.html"
    assert "100" in answer.context["problem"]


def test_judge_ticks_levels_and_names_evidence(levels, client, sheet_address, assignment, judge, criteria):
    first, second = (criterion.pk for criterion in criteria)
    data = {
        "revision": 0,
        f"proof_{first}_1": "on",
        f"evidence_{first}_1": "SK Bupati",
        f"proof_{first}_3": "on",
        f"evidence_{first}_3": "Foto “loket” 📷",
        f"evidence_{first}_4": "tanpa centang",
        f"mark_{second}": "scored",
    }

    assert client.post(sheet_address, data | {"action": "submit"}).status_code == 302

    proof = {"1": "SK Bupati", "3": "Foto “loket” 📷"}
    assert marks_of(assignment.sheet) == {first: Mark("scored", 3, "", proof), second: Mark("scored", 0)}
    page = client.get(sheet_address).content.decode()
    assert "Foto “loket” 📷" in page
    assert re.findall(r'<b class="num">(\d)\s*</b>', page) == ["3", "0"]


def test_levels_and_a_reason_for_no_score_exclude_each_other(levels, client, sheet_address, criteria):
    first = criteria[0].pk
    data = {"revision": 0, f"proof_{first}_1": "on", f"evidence_{first}_1": "SK", f"mark_{first}": "abstained"}

    page = client.post(sheet_address, data)

    assert list(page.context["form"].errors) == [f"mark_{first}"]
    assert ">SK</textarea>" in page.content.decode().replace("\n", "")
    assert not Score.objects.exists()


def test_a_result_sealed_before_rubrics_had_a_scale_still_verifies(assignment, chair, judge, monkeypatch):
    saved(assignment, judge, Mark("scored", 4), Mark("scored", 5))
    submit_sheet(assignment.pk, actor=judge)
    monkeypatch.setattr("judging.services.results.inputs_of", without_scale)
    run = calculate_result(assignment.round_id, actor=chair)
    confirm_result(run.pk, actor=chair)
    seal_result(run.pk, actor=chair)
    run.refresh_from_db()
    assert "scale" not in run.inputs["rubric"]

    assert check_seals(assignment.round.edition) == []
    Rubric.objects.update(scale=RubricScale.PROVED)
    assert [difference.where for difference in check_seals(assignment.round.edition)] == ["inputs, rubric, scale"]


def without_scale(round_):
    inputs = inputs_of(round_)
    del inputs["rubric"]["scale"]
    return inputs


def test_chair_reads_the_evidence_of_the_levels(levels, assignment, judge, chair, client):
    saved(assignment, judge, proved_mark({"2": "SK Bupati"}), proved_mark({}))
    submit_sheet(assignment.pk, actor=judge)
    client.force_login(chair)

    page = client.get(reverse("judging:entry-scores", args=[assignment.round_id, assignment.version_id]))

    assert "SK Bupati" in page.content.decode()
    assert str(page.context["seen"].sheets[0].score) == "30.000000"
    assert [mark.value for mark in page.context["seen"].sheets[0].marks] == [2, 0]


@pytest.mark.parametrize(("scale", "maximum", "numbered"), [("points", 100, "ul"), ("levels", 5, "ol")])
def test_only_levels_are_numbered(assignment, judge, secretary, client, scale, maximum, numbered):
    Rubric.objects.update(scale=scale, scale_maximum=maximum)
    pages = {
        reverse("judging:sheet-detail", args=[assignment.pk]): judge,
        reverse("judging:guide"): judge,
        reverse("rubrics:inspect", args=[assignment.round.rubric_id]): secretary,
    }

    for address, reader in pages.items():
        client.force_login(reader)
        page = client.get(address).content.decode()
        lists = re.findall(r"<(ul|ol)[^>]*>(?=<li>(?:<b>[^<]*</b> )?Tidak tampak\.)", page)
        assert lists == [numbered] * 2, address
