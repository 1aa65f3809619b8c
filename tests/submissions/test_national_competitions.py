"""The years of KIPP and IGA as data, and who can be proposed to them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail import hooks

from submissions.models import NationalCompetition, Submission
from submissions.selectors.national import candidates_for, competitions_to_enter
from submissions.services.national_competitions import add_known_competitions, clone_competition
from tests.factories.national import NationalCompetitionFactory, proposal_in, verified_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(secretary):
    return {(one.kind, one.year): one for one in add_known_competitions(actor=secretary)}


def test_known_years_are_added_once_and_stay_as_they_were_left(known, secretary):
    known["kipp", 2023].name = "KIPP 2023, diperiksa"
    known["kipp", 2023].save()
    known["kipp", 2018].delete()

    added = add_known_competitions(actor=secretary)

    assert [(one.kind, one.year) for one in added] == [("kipp", 2018)]
    assert NationalCompetition.objects.get(kind="kipp", year=2023).name == "KIPP 2023, diperiksa"
    assert NationalCompetition.objects.count() == len(known)


def test_general_group_of_2023_asks_what_its_guideline_asks(known):
    competition = known["kipp", 2023]
    group = competition.groups.get(code="umum")

    form = [(one.title, one.weight, one.word_limit) for one in competition.sections.all() if one.is_for(group)]

    assert form == [
        ("Ringkasan", None, 200),
        ("Latar Belakang dan Tujuan", 10, 300),
        ("Kebaruan / Nilai Tambah", 15, 200),
        ("Implementasi Inovasi", 5, 200),
        ("Signifikansi", 30, 600),
        ("Adaptabilitas", 20, 300),
        ("Sumber Daya", 5, 200),
        ("Strategi Keberlanjutan", 15, 500),
    ]
    assert sum(weight or 0 for _title, weight, _limit in form) == 100


def test_levels_are_called_as_they_were_in_their_year(known):
    top = {year: known["kipp", year].levels.all()[1].award for year in range(2014, 2024) if year != 2024}

    assert top == {
        year: f"KIPP nasional - Top {number}"
        for year, number in zip(range(2014, 2024), (9, 25, 35, 40, 40, 45, 45, 45, 45, 45), strict=True)
    }
    assert not known["kipp", 2024].is_held


def test_form_of_the_index_asks_for_three_hundred_words(known):
    section = known["iga", 2025].sections.get(code="rancang-bangun")

    assert (section.word_minimum, section.word_limit) == (300, None)


def test_every_year_names_its_source_and_only_sure_forms_are_confirmed(known):
    assert all("http" in one.source for one in known.values())
    sure = {key for key, one in known.items() if one.sections.exists() and not one.needs_confirmation}
    assert sure == {("kipp", 2023)}


def test_years_with_a_form_can_be_entered(known):
    years = [(one.kind, one.year) for one in competitions_to_enter()]

    assert years == [("kipp", 2025), ("iga", 2025), ("kipp", 2023), ("kipp", 2022), ("kipp", 2021)]


def test_new_year_takes_over_the_form_and_is_to_be_confirmed(known, secretary):
    source = known["kipp", 2025]

    new = clone_competition(source.pk, year=2026, actor=secretary)

    assert (new.name, new.needs_confirmation, new.opens_on) == ("Kompetisi Inovasi Pelayanan Publik 2026", True, None)
    assert new.levels.get().award == "KIPP nasional 2026 - OPSI (Outstanding Public Service Innovations)"
    for rows in ("groups", "sections"):
        codes = [list(getattr(one, rows).values_list("code", "sort_order")) for one in (source, new)]
        assert codes[0] == codes[1]


def test_year_that_exists_is_not_made_again(known, secretary):
    with pytest.raises(ValidationError) as refusal:
        clone_competition(known["kipp", 2023].pk, year=2025, actor=secretary)

    assert set(refusal.value.error_dict) == {"year"}
    assert NationalCompetition.objects.count() == len(known)


def test_only_the_secretariat_keeps_the_years(approver):
    competition = NationalCompetitionFactory()

    with pytest.raises(PermissionDenied):
        add_known_competitions(actor=approver)
    with pytest.raises(PermissionDenied):
        clone_competition(competition.pk, year=2021, actor=approver)
    assert NationalCompetition.objects.get() == competition


def test_awarded_innovations_come_first_and_chosen_ones_are_gone(secretary):
    competition = NationalCompetitionFactory()
    proposal_in("candidate", actor=secretary, competition=competition)
    back = proposal_in("withdrawn", actor=secretary, competition=competition, title="Zona Tertib")
    plain, awarded = verified_version(title="Antar Obat"), verified_version(title="Kasa Berbuntut")
    Submission.objects.filter(pk=verified_version().submission_id).update(status="rejected")

    def awards(ids):
        return [(awarded.submission.innovation_id, "Terbaik I")]

    with hooks.register_temporarily("awards_of_innovations", awards):
        found = [(one.version, one.awards) for one in candidates_for(competition)]

    assert found == [(awarded, ["Terbaik I"]), (plain, []), (back.version, [])]


def test_candidates_take_as_many_queries_for_three_as_for_one(secretary, django_assert_max_num_queries):
    competition = NationalCompetitionFactory()
    for _more in range(3):
        verified_version()

    with django_assert_max_num_queries(2):
        assert len(candidates_for(competition)) == 3
