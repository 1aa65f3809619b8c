import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from submissions.models import Feedback
from submissions.voice_enums import FeedbackKind, FeedbackState
from tests.factories.accounts import UserFactory
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import FeedbackFactory


@pytest.fixture
def editor(db):
    sync_role_groups()
    return UserFactory(roles=[Role.EDITORIAL])


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def address(name, *args):
    return reverse(f"feedback:{name}", args=args)


def shown(response):
    return list(response.context["object_list"])


def test_the_list_is_narrowed_by_state_kind_and_agency(desk, agency):
    waiting = FeedbackFactory(innovation=InnovationFactory(agency=agency))
    report = FeedbackFactory(kind=FeedbackKind.STOPPED, state=FeedbackState.PUBLISHED)

    assert shown(desk.get(address("index"))) == [report, waiting]
    for query, expected in (
        ({"state": "waiting"}, [waiting]),
        ({"kind": "stopped"}, [report]),
        ({"agency": agency.pk}, [waiting]),
        ({"state": "rejected"}, []),
    ):
        assert shown(desk.get(address("index"), query)) == expected


def test_neither_list_nor_page_shows_the_address_of_a_writer(desk):
    feedback = FeedbackFactory(email="siti@example.id")

    pages = [desk.get(address("index")), desk.get(address("publish", feedback.pk))]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("siti@example.id" in page.content.decode() for page in pages)


def test_an_editor_publishes_rejects_and_undoes(desk):
    feedback = FeedbackFactory()
    states = []
    for name, data in (("publish", {}), ("undo", {}), ("reject", {"reason": "Menghina."})):
        desk.post(address(name, feedback.pk), {"revision": len(states), **data})
        states.append(Feedback.objects.get().state)

    assert states == ["published", "waiting", "rejected"]
    page = desk.get(address("publish", feedback.pk)).content.decode()
    assert "Ditolak: Menghina." in page
    assert "Terbitkan</button>" not in page


def test_an_editor_sees_the_original_and_what_will_be_hidden(desk):
    feedback = FeedbackFactory(text="Bu Wati marah. <b>WA</b> saya 0812-3456-7890.")

    page = desk.get(address("publish", feedback.pk)).content.decode()
    refused = desk.post(address("publish", feedback.pk), {"revision": 0, "hidden_words": "Bu Watik"}).content.decode()
    desk.post(address("publish", feedback.pk), {"revision": 0, "hidden_words": " Bu Wati \n\n"})
    published = desk.get(address("publish", feedback.pk)).content.decode()

    assert "Bu Wati marah. &lt;b&gt;WA&lt;/b&gt; saya <mark>0812-3456-7890</mark>." in page
    assert "Ini tidak ada dalam tulisan: Bu Watik." in refused
    assert "[tidak ditampilkan] marah. &lt;b&gt;WA&lt;/b&gt; saya [tidak ditampilkan]." in published


def test_a_stale_decision_says_so_and_changes_nothing(desk, secretary):
    feedback = FeedbackFactory(revision=4)

    response = desk.post(address("publish", feedback.pk), {"revision": 3})

    assert "Orang lain sudah memutuskannya sementara itu." in response.content.decode()
    assert Feedback.objects.get().state == FeedbackState.WAITING


def test_what_is_about_the_own_agency_does_not_exist(desk, editor):
    membership = MembershipFactory(user=editor)
    feedback = FeedbackFactory(innovation=InnovationFactory(agency=membership.agency))

    assert shown(desk.get(address("index"))) == []
    assert desk.post(address("publish", feedback.pk), {"revision": 0}).status_code == 404
    assert Feedback.objects.get().state == FeedbackState.WAITING


def test_the_first_page_says_what_waits(desk):
    FeedbackFactory.create_batch(2)
    FeedbackFactory(state=FeedbackState.PUBLISHED)

    page = desk.get("/admin/").content.decode()

    assert "Masukan masyarakat yang menunggu diperiksa: 2" in page


def test_the_secretariat_erases(office):
    feedback = FeedbackFactory(name="Siti")

    office.post(address("erase", feedback.pk))

    assert Feedback.objects.values_list("name", "text", "state").get() == ("", "", "withdrawn")
