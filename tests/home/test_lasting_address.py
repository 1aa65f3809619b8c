"""The address `/i/<code>/`, and what it and the page answer once the innovation is withdrawn."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from home.enums import WithdrawalReason
from home.identifiers import code_of
from home.services.publishing import publish_innovation, withdraw_innovation
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.enums import DataMark, SubmissionStatus
from submissions.models import Innovation, Submission
from tests.factories.accounts import UserFactory
from tests.factories.home import past_innovation, published_past_innovation, published_submission

pytestmark = pytest.mark.usefixtures("site")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_lasting_address_leads_to_the_page_whatever_its_slug_becomes(client, django_capture_on_commit_callbacks):
    page = published_past_innovation(title="Apem Asi")
    before = client.get(page.short_path).headers["Location"]
    page.slug = "air-irigasi"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    after = client.get(f"/i/{page.code.upper()}/")

    assert (before, after.headers["Location"]) == ("/inovasi/apem-asi/", "/inovasi/air-irigasi/")
    assert after.status_code == 302


@pytest.mark.parametrize("code", ["00000", "zzzzz", "0" * 30, "a", "..."])
def test_a_code_of_nothing_is_not_found(client, code):
    assert client.get(f"/i/{code}/").status_code == 404


def test_what_was_never_published_taken_down_by_an_editor_or_restricted_has_no_lasting_address(client):
    never, page, restricted = past_innovation(), published_past_innovation(), published_past_innovation()
    page.unpublish()
    restricted.view_restrictions.create(restriction_type="login")

    codes = [code_of(never.pk), page.code, restricted.code]
    assert [client.get(f"/i/{code}/").status_code for code in codes] == [404, 404, 404]
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SubmissionStatus.WITHDRAWN, WithdrawalReason.BY_OWNER),
        (SubmissionStatus.RETURNED, WithdrawalReason.UNDER_REVIEW),
        (SubmissionStatus.REJECTED, WithdrawalReason.UNDER_REVIEW),
    ],
)
def test_a_withdrawn_innovation_says_since_when_and_why(client, status, reason):
    page = published_submission(version__title="Antrean dari Rumah")
    Submission.objects.filter(innovation=page.innovation_id).update(status=status)
    with clock.at(datetime(2031, 6, 1, 3, 0, tzinfo=UTC)):
        assert publish_innovation(page.innovation_id) is None

    answers = [client.get(address) for address in (page.url, page.short_path)]

    assert [answer.status_code for answer in answers] == [410, 410]
    for answer in answers:
        text = text_of(answer)
        assert "Antrean dari Rumah" in text
        assert "sejak Minggu, 1 Juni 2031" in text
        assert str(reason.label) in text
        assert page.lasting_address in text
        assert "Rahasia" not in text
    assert PageLogEntry.objects.filter(page=page.pk).latest("pk").data == {"reason": reason.value}


def test_a_past_innovation_is_withdrawn_for_want_of_a_source_and_comes_back(client):
    page = published_past_innovation()
    Innovation.objects.update(data_mark=DataMark.REGISTRY)
    publish_innovation(page.innovation_id)
    page.refresh_from_db()
    gone = (page.withdrawal_reason, client.get(page.url).status_code)

    Innovation.objects.update(data_mark=DataMark.PUBLIC)
    publish_innovation(page.innovation_id)

    page.refresh_from_db()
    assert gone == (WithdrawalReason.NO_SOURCE, 410)
    assert (page.withdrawal_reason, client.get(page.url).status_code) == ("", 200)


def test_an_old_slug_of_a_withdrawn_page_leads_to_the_answer_that_it_is_gone(
    client, django_capture_on_commit_callbacks
):
    page = published_past_innovation(title="Apem Asi")
    page.slug = "air-irigasi"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    withdraw_innovation(page.innovation_id)

    response = client.get("/inovasi/apem-asi/", follow=True)

    assert [status for _url, status in response.redirect_chain] == [301]
    assert response.status_code == 410


def test_below_a_withdrawn_page_there_is_nothing(client):
    page = published_past_innovation()
    withdraw_innovation(page.innovation_id)

    assert client.get(f"{page.url}lain/").status_code == 404


def test_editors_preview_a_withdrawn_page_as_it_is(client):
    page = published_past_innovation(title="Apem Asi")
    page.save_revision()
    withdraw_innovation(page.innovation_id)
    client.force_login(UserFactory(roles=[Role.EDITORIAL]))

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert (response.status_code, response.template_name) == (200, "home/innovation_page.html")
