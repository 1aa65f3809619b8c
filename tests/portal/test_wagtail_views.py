import pytest

from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory

ADDRESS = "/admin/choose-external-link/"


@pytest.fixture
def editor(client, db):
    client.force_login(UserFactory(roles=[Role.EDITORIAL]))
    return client


@pytest.mark.parametrize("sent", [{}, {"external-link-chooser-url": ""}])
def test_a_link_without_an_address_is_asked_for_again(editor, sent):
    answer = editor.post(ADDRESS, sent).json()

    assert answer["step"] == "external_link"
    assert 'class="error-message"' in answer["html"]


@pytest.mark.parametrize("address", ["https://example.id/a", "/inovasi/"])
def test_a_link_is_chosen(editor, address):
    answer = editor.post(
        ADDRESS, {"external-link-chooser-url": address, "external-link-chooser-link_text": "A"}
    ).json()

    assert answer["step"] == "external_link_chosen"
    assert answer["result"]["url"] == address


def test_the_window_is_for_the_back_office(client, db):
    assert client.post(ADDRESS).url.startswith("/masuk/")


def test_the_root_of_all_pages_has_no_neighbours(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    home = set_up_site()

    answers = [client.post(f"/admin/pages/{pk}/set_position/?position=-1").status_code for pk in (1, home.pk)]

    assert answers == [404, 200]
