import pytest

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
    assert "Bidang ini tidak boleh kosong." in answer["html"]


@pytest.mark.parametrize("address", ["https://example.id/a", "/inovasi/"])
def test_a_link_is_chosen(editor, address):
    answer = editor.post(
        ADDRESS, {"external-link-chooser-url": address, "external-link-chooser-link_text": "A"}
    ).json()

    assert answer["step"] == "external_link_chosen"
    assert answer["result"]["url"] == address


def test_the_window_is_for_the_back_office(client, db):
    assert client.post(ADDRESS).url.startswith("/masuk/")
