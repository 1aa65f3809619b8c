from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from innovation_portal.utils.formats import moment
from judging.enums import AwardState
from judging.models import Award, AwardLevel
from judging.services.revocations import revoke_award
from submissions.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.judging import AwardFactory, AwardLevelFactory, ResultRowFactory
from tests.factories.submissions import EditionFactory, StageFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def address(name, *args):
    return reverse(f"awards:{name}", args=args)


@pytest.fixture
def edition(db):
    """An edition with a sealed result and one level."""
    edition = ResultRowFactory().run.round.edition
    StageFactory(edition=edition, kind="objection")
    AwardLevelFactory(edition=edition, name="Terbaik “I” 🏆")
    return edition


def test_announcing_and_finalising_ask_first(office, edition):
    for name in ("announce", "finalise"):
        assert office.get(address(name, edition.pk)).status_code == 200
    assert not Award.objects.exists()

    office.post(address("announce", edition.pk))
    assert Award.objects.get().state == AwardState.PROVISIONAL
    assert "Terbaik “I” 🏆" in office.get(address("desk", edition.pk)).content.decode()

    with clock.at(edition.stages.get(kind="objection").closes_at + timedelta(seconds=1)):
        office.post(address("finalise", edition.pk))
    assert Award.objects.get().state == AwardState.FINAL


def test_desk_explains_itself_before_the_seal(office):
    edition = EditionFactory()

    page = office.get(address("desk", edition.pk)).content.decode()

    assert "Penghargaan mengikuti hasil yang disegel, dan hasil itu belum ada." in page
    assert address("announce", edition.pk) not in page


def test_desk_offers_nothing_that_was_revoked(office, edition, secretary):
    office.post(address("announce", edition.pk))
    revoke_award(Award.objects.get().pk, actor=secretary, reason="Data tidak benar.")

    page = office.get(address("desk", edition.pk)).content.decode()

    assert "Semua penghargaan dari hasil ini sudah dicabut dan tetap dicabut." in page
    assert address("announce", edition.pk) not in page


def test_a_refused_act_says_why(office, edition):
    office.post(address("announce", edition.pk))
    closes_at = moment(edition.stages.get(kind="objection").closes_at)

    response = office.post(address("finalise", edition.pk))

    refusal = f"Masa sanggah belum berakhir. Penutupannya {closes_at}."
    assert response.context["form"].non_field_errors() == [refusal]
    assert refusal in office.get(address("desk", edition.pk)).content.decode()
    assert Award.objects.get().state == AwardState.PROVISIONAL


def test_cloning_offers_the_next_year_and_refuses_a_taken_one(office, edition):
    assert office.get(address("clone", edition.pk)).context["form"].initial == {"year": edition.year + 1}
    taken = EditionFactory()

    response = office.post(address("clone", edition.pk), {"year": taken.year})
    assert response.context["form"].errors
    response = office.post(address("clone", edition.pk), {"year": 2099})

    clone = Edition.objects.get(year=2099)
    assert response.url == address("desk", clone.pk)
    assert [level.name for level in clone.award_levels.all()] == ["Terbaik “I” 🏆"]


def test_an_edition_leads_to_its_awards_and_its_copy(office, edition):
    page = office.get(reverse("editions:edit", args=[edition.pk])).content.decode()

    assert address("desk", edition.pk) in page
    assert address("clone", edition.pk) in page


@pytest.mark.parametrize("year", ["", "abc", "1900", "2101"])
def test_a_year_that_is_none_is_refused_beside_it(office, edition, year):
    response = office.post(address("clone", edition.pk), {"year": year})

    assert list(response.context["form"].errors) == ["year"]
    assert Edition.objects.count() == 1


def test_a_level_that_was_awarded_is_not_deleted(office):
    level = AwardFactory().level

    office.post(reverse("award_levels:delete", args=[level.pk]))

    assert AwardLevel.objects.filter(pk=level.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_edition_list_query_count_is_constant(office, count, django_assert_max_num_queries):
    for _ in range(count):
        AwardFactory()

    with django_assert_max_num_queries(16):
        response = office.get(address("index"))

    assert [edition.award_count for edition in response.context["object_list"]] == [1] * count


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.EDITORIAL, Role.JUDGE, Role.CHAIR])
@pytest.mark.parametrize("name", ["desk", "announce", "finalise", "clone"])
def test_awards_are_the_secretariats(client, edition, role, name):
    client.force_login(UserFactory(roles=[role]))

    for answer in (client.get(address(name, edition.pk)), client.post(address(name, edition.pk), {"year": 2099})):
        assert answer.status_code in {302, 403, 405}
    assert not Award.objects.exists()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(("role", "is_shown"), [(Role.SECRETARIAT, True), (Role.VERIFIER, False)])
def test_menu_leads_only_those_to_awards_who_announce_them(client, db, role, is_shown):
    sync_role_groups()
    client.force_login(UserFactory(roles=[role]))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert (reverse("awards:index") in page) is is_shown


def test_levels_are_listed_in_the_words_of_the_office(office):
    AwardLevelFactory()

    page = office.get(reverse("award_levels:index")).content.decode()

    assert "Banyak peringkat" in page
    assert "Urutan" in page
    assert "Sort order" not in page
