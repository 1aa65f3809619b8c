import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from judging.models import ConflictOfInterest, ResultRun
from judging.services.results import calculate_result
from tests.factories.judging import AssignmentFactory, PanelistFactory, ScoreSheetFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def run(round_, chair):
    ScoreSheetFactory(assignment=AssignmentFactory(round=round_))
    return calculate_result(round_.pk, actor=chair)


def test_the_secretariat_reads_results_and_changes_none(office, run):
    assert list(office.get(reverse("results:index")).context["object_list"]) == [run]
    assert "80,00" in office.get(reverse("results:inspect", args=[run.pk])).content.decode()

    for name, args in (("add", []), ("edit", [run.pk]), ("delete", [run.pk])):
        url = reverse(f"results:{name}", args=args)
        assert {office.get(url).status_code, office.post(url, {"number": 9}).status_code} == {302}
    assert list(ResultRun.objects.values_list("number", flat=True)) == [1]


def test_a_secretary_who_judges_sees_no_result_before_the_own_sheet_is_in(office, run, round_, secretary):
    secretary.groups.add(Group.objects.get(name=Role.JUDGE))
    AssignmentFactory(round=round_, panelist=PanelistFactory(round=round_, judge=secretary))

    assert list(office.get(reverse("results:index")).context["object_list"]) == []
    assert office.get(reverse("results:inspect", args=[run.pk])).status_code == 404


def test_conflicts_are_listed_and_never_changed(office, assignment, judge):
    conflict = ConflictOfInterest.objects.create(
        judge=judge, submission=assignment.version.submission, source="declared", reason="Adik ipar"
    )

    assert list(office.get(reverse("conflicts:index")).context["object_list"]) == [conflict]
    office.post(reverse("conflicts:delete", args=[conflict.pk]))
    office.post(reverse("conflicts:edit", args=[conflict.pk]), {"reason": "lain"})

    conflict.refresh_from_db()
    assert conflict.reason == "Adik ipar"
