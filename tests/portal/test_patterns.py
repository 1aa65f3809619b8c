import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import UserFactory

ADDRESS = "/pola/"


def test_patterns_are_open_in_the_demonstration(client, db):
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(("is_superuser", "status"), [(False, 404), (True, 200)])
def test_patterns_are_closed_in_production_except_to_superusers(client, db, settings, is_superuser, status):
    settings.DEMONSTRATION_ALLOWED = False
    client.force_login(UserFactory(is_superuser=is_superuser))

    assert client.get(ADDRESS).status_code == status


def test_every_kind_of_field_shows_its_error_between_label_and_field(client, db):
    page = client.post(ADDRESS).content.decode()

    for name in ("title", "kind", "lineage", "file", "score", "consent"):
        field = page[page.index(f'id="div_id_{name}"') :]
        error = field.index(f'id="id_{name}_error"')
        assert error < field.index(f'name="{name}"')
        assert f'aria-describedby="id_{name}_' in field
    assert '<a href="#id_title">' in page
    assert '<a href="#id_lineage_0">' in page


def test_what_was_typed_is_kept_and_optional_fields_say_so(client, db):
    page = client.post(ADDRESS, {"title": "Sawah Pintar"}).content.decode()

    assert 'value="Sawah Pintar"' in page
    assert "(opsional)" in page


def test_a_right_form_shows_no_error(client, db):
    data = {"title": "a", "kind": "a", "lineage": "b", "score": "3", "consent": "on"}
    response = client.post(ADDRESS, {**data, "file": SimpleUploadedFile("a.txt", b"a")})

    assert response.context["form"].errors == {}
