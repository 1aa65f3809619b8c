import pytest
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Announcement
from tests.factories.submissions import AgencyFactory, EditionFactory, MembershipFactory, ObligationFactory

ADDRESS = "outgoing_messages:write"
MAIL = {"subject": "Sosialisasi daring", "text": "Baris satu.\r\nBaris dua <b>tebal</b>.", "role": "", "kind": ""}


@pytest.fixture
def member(db):
    return MembershipFactory()


def preview(office, **changes):
    return office.post(reverse(ADDRESS), {**MAIL, **changes, "preview": "1"})


def send(office, seen, **changes):
    what_was_seen = {name: seen.context[name] for name in ("key", "expected")}
    return office.post(reverse(ADDRESS), {**MAIL, **what_was_seen, **changes, "send": "1"})


def test_form_starts_with_the_current_edition(office):
    edition = EditionFactory()

    assert office.get(reverse(ADDRESS)).context["form"]["edition"].value() == edition.pk


def test_preview_names_the_recipients_and_shows_the_mail_and_sends_nothing(office, member):
    empty = AgencyFactory()

    response = preview(office)

    page = response.content.decode()
    assert list(response.context["reach"].people) == [member.user_id]
    assert f"{member.user}, Operator, {member.agency}" in page
    assert str(empty) in page
    assert f"Yth. {member.user}," in page
    assert "Baris dua &lt;b&gt;tebal&lt;/b&gt;." in page
    assert "Kirim ke 1 orang" in page
    assert Announcement.objects.count() == 0


def test_what_was_looked_at_is_sent_once_even_after_two_clicks(office, member, django_capture_on_commit_callbacks):
    seen = preview(office)

    with django_capture_on_commit_callbacks(execute=True):
        first = send(office, seen)
        send(office, seen)

    assert first.url == "/admin/pesan/?kind=announcement"
    assert OutgoingMessage.objects.get().recipient == member.user
    assert Announcement.objects.get().text == "Baris satu.\nBaris dua <b>tebal</b>."


def test_mail_changed_after_the_preview_is_looked_at_again(office, member):
    seen = preview(office)

    response = send(office, seen, text="Kalimat lain.")

    assert response.context["form"].non_field_errors() == [
        "Ada yang berubah sejak pratinjau ini. Periksa pratinjau yang baru."
    ]
    assert "Kalimat lain." in response.context["mail"].body
    assert response.context["key"] != seen.context["key"]
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize("data", [{"send": "1"}, {"send": "1", "key": "", "expected": ""}, {"send": "1", "key": "x"}])
def test_nothing_is_sent_without_a_preview(office, member, data):
    assert office.post(reverse(ADDRESS), {**MAIL, **data}).status_code == 200
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"subject": " "}, ["subject"]),
        ({"subject": "x" * 201}, ["subject"]),
        ({"text": ""}, ["text"]),
        ({"states": ["nothing"]}, ["states"]),
        ({"edition": "99999"}, ["edition"]),
        ({"role": "raja"}, ["role"]),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(office, member, changes, wrong):
    response = preview(office, **changes)

    assert list(response.context["form"].errors) == wrong
    assert "mail" not in response.context


def test_choice_without_anybody_offers_nothing_to_send(office, member):
    edition = ObligationFactory().edition

    response = preview(office, edition=edition.pk, states=["verified"])

    assert "Tidak ada orang yang sesuai dengan pilihan ini." in response.content.decode()
    assert "mail" not in response.context


def test_message_list_leads_to_the_form(office):
    assert f'href="{reverse(ADDRESS)}"' in office.get(reverse("outgoing_messages:index")).content.decode()
