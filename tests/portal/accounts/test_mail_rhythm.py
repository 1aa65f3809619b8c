import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.accounts.services import choose_mail_rhythm
from tests.factories.accounts import UserFactory

ADDRESS = "accounts:mail-edit"


def test_person_chooses_one_mail_a_day_and_back(client, db):
    person = UserFactory()
    client.force_login(person)

    for rhythm in (MailRhythm.DAILY, MailRhythm.AT_ONCE):
        response = client.post(reverse(ADDRESS), {"mail_rhythm": rhythm, "wants_summaries": "on"}, follow=True)

        person.refresh_from_db()
        assert person.mail_rhythm == rhythm
        assert response.context["form"]["mail_rhythm"].value() == rhythm
        assert [str(message) for message in response.context["messages"]] == ["Pilihan Anda disimpan."]


@pytest.mark.parametrize(("posted", "wants"), [({}, False), ({"wants_summaries": "on"}, True)])
def test_person_switches_the_daily_summary_off_and_on(client, db, posted, wants):
    person = UserFactory(wants_summaries=not wants)
    client.force_login(person)

    client.post(reverse(ADDRESS), {"mail_rhythm": MailRhythm.AT_ONCE, **posted})

    person.refresh_from_db()
    assert person.wants_summaries == wants


@pytest.mark.parametrize("rhythm", ["", "setiap jam"])
def test_rhythm_that_there_is_not_is_refused_beside_the_field(client, db, rhythm):
    person = UserFactory(mail_rhythm=MailRhythm.DAILY)
    client.force_login(person)

    response = client.post(reverse(ADDRESS), {"mail_rhythm": rhythm})

    assert list(response.context["form"].errors) == ["mail_rhythm"]
    person.refresh_from_db()
    assert person.mail_rhythm == MailRhythm.DAILY


def test_nobody_chooses_for_somebody_else(db, secretary):
    person = UserFactory()

    with pytest.raises(PermissionDenied):
        choose_mail_rhythm(person.pk, actor=secretary, mail_rhythm=MailRhythm.DAILY, wants_summaries=False)

    person.refresh_from_db()
    assert person.mail_rhythm == MailRhythm.AT_ONCE
