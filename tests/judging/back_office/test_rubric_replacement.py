import pytest
from django.urls import reverse

from innovation_portal.utils import clock
from judging.models import SheetReopening
from judging.selectors.rubrics import rubric_change_of
from tests.factories.judging import RubricFactory, ScoreSheetFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def rubric(db):
    return RubricFactory(name="Rubrik baru", criteria={"signifikansi": 100})


def test_the_desk_of_an_open_round_leads_to_the_rubrics_that_are_not_in_use(office, round_, rubric):
    RubricFactory(name="Rubrik beku", frozen_at=clock.now())
    address = reverse("rounds:replace-rubric", args=[round_.pk])

    assert address in office.get(reverse("rounds:desk", args=[round_.pk])).content.decode()
    page = office.get(address).content.decode()
    assert f'href="?rubric={rubric.pk}"' in page
    assert "Rubrik beku" not in page
    assert reverse("rubrics:copy-version", args=[round_.rubric_id]) in page


def test_what_changes_is_shown_and_then_done(office, round_, rubric):
    sheet = ScoreSheetFactory(assignment__round=round_)
    address = reverse("rounds:replace-rubric", args=[round_.pk])

    page = office.get(address, {"rubric": rubric.pk})
    change = page.context["change"]
    assert (change.drafts, change.handed_in, change.left) == (0, 1, 0)
    assert "Kebaruan" in page.content.decode()
    data = {"rubric": rubric.pk, "expected": change.digest, "keeps": "matching", "reason": "Bobot keliru."}
    unsaid = office.post(address, data | {"keeps": "", "reason": ""})
    assert sorted(unsaid.context["form"].errors) == ["keeps", "reason"]
    assert unsaid.context["change"].digest == change.digest
    done = office.post(address, data, follow=True)

    assert done.request["PATH_INFO"] == reverse("rounds:desk", args=[round_.pk])
    assert "Rubrik baru" in done.content.decode()
    round_.refresh_from_db()
    assert (round_.rubric, SheetReopening.objects.get().sheet) == (rubric, sheet)


def test_what_the_service_refuses_stands_in_the_page(office, round_):
    rubric = RubricFactory(criteria={"signifikansi": 90})
    address = reverse("rounds:replace-rubric", args=[round_.pk])
    digest = rubric_change_of(round_, rubric).digest
    data = {"rubric": rubric.pk, "expected": digest, "keeps": "nothing", "reason": "Bobot keliru."}

    page = office.post(address, data)

    (error,) = page.context["form"].non_field_errors()
    assert "90" in error
    assert page.context["problem"] == error


def test_judge_is_told_on_the_sheet_and_a_page_from_before_is_turned_away(
    client, assignment, judge, secretary, rubric
):
    address = reverse("judging:sheet-detail", args=[assignment.pk])
    sheet = ScoreSheetFactory(assignment=assignment)
    old = {"revision": 0, "rubric_id": assignment.round.rubric_id}
    client.force_login(secretary)
    data = {"rubric": rubric.pk, "keeps": "matching", "reason": "Bobot “keliru”."}
    digest = rubric_change_of(assignment.round, rubric).digest
    client.post(reverse("rounds:replace-rubric", args=[assignment.round_id]), data | {"expected": digest})
    client.force_login(judge)

    assert "Bobot “keliru”." in client.get(address).content.decode()
    assert client.post(address, old, headers={"HX-Request": "true"}).context["problem"].startswith("Rubrik diganti")
    turned = client.post(address, old, follow=True)
    assert [str(message)[:14] for message in turned.context["messages"]] == ["Rubrik diganti"]
    sheet.refresh_from_db()
    assert (sheet.revision, sheet.scores.get().value) == (1, 4)
