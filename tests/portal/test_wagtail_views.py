import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import QueryDict
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from home.models import StandardPage
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.middleware import MissingInputMiddleware, VanishedPageMiddleware
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF

ADDRESS = "/admin/choose-external-link/"


def put_image(title):
    Image.objects.create(title=title, file=get_test_image_file())


def put_document(title):
    Document.objects.create(title=title, file=ContentFile(PDF, "berkas.pdf"))


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


@pytest.mark.parametrize("part", ["", "results/"])
@pytest.mark.parametrize(
    ("library", "put"), [("images", put_image), ("documents", put_document)], ids=["images", "documents"]
)
def test_the_library_is_searched_by_words_and_number_of_uses(client, db, library, put, part):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    put("Balai kota")
    put("Pasar")
    address = f"/admin/{library}/{part}?q=balai"

    uses = ["", "&usage_count_max=0", "&usage_count_min=1"]
    shown = [client.get(f"{address}{narrowed}").content.decode() for narrowed in uses]

    assert ["Balai kota" in page for page in shown] == [True, True, False]
    assert not any("Pasar" in page for page in shown)


@pytest.mark.parametrize(
    ("has_children", "titles"), [("", {"Katalog", "Beranda"}), ("true", {"Beranda"}), ("false", {"Katalog"})]
)
def test_pages_are_searched_by_words_and_whether_others_lie_below(client, db, has_children, titles):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    home = set_up_site()
    home.title = home.draft_title = "Beranda contoh"
    home.save()
    leaf = StandardPage(title="Katalog contoh", slug="contoh")
    home.add_child(instance=leaf)

    response = client.get(f"/admin/pages/1/results/?q=contoh&has_child_pages={has_children}")

    assert {page.title for page in response.context["object_list"]} == {f"{title} contoh" for title in titles}


@pytest.mark.parametrize(
    ("address", "order"),
    [
        ("/admin/images/", "-file_size"),
        ("/admin/images/results/", "file_size"),
        ("/admin/pages/1/", "content_type__model"),
    ],
)
def test_an_order_that_a_search_cannot_give_is_left_out(client, db, address, order):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    set_up_site()
    put_image("Balai kota")

    response = client.get(f"{address}?q=balai&ordering={order}&layout=list")

    assert (response.status_code, response.url) == (302, f"{address}?q=balai&layout=list")
    assert client.get(response.url).status_code == 200
    assert client.get(f"{address}?ordering={order}").status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "sent"),
    [
        ("get", "/admin/choose-page/chosen-multiple/", {"id": "10000-01-01"}),
        ("get", "/admin/images/chooser/chosen/abc/", {}),
        ("get", "/admin/wilayah/?next=9999", {}),
        ("post", "/admin/pages/{page}/delete/", {"next": "24:00"}),
        ("post", "/admin/pages/{page}/move/", {"new_parent_page": "a@b"}),
        ("post", "/admin/pages/{page}/copy/", {"new_title": "A", "new_slug": "a", "new_parent_page": "9" * 18}),
        ("post", "/admin/pages/{page}/edit/", {"title": "Beranda", "slug": "beranda"}),
    ],
)
def test_what_wagtail_fails_at_is_refused(client, db, method, address, sent):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    page = set_up_site()

    response = getattr(client, method)(address.format(page=page.pk), sent)

    assert response.status_code == 400


@pytest.mark.filterwarnings("ignore:Specific versions of the following items")
def test_a_list_from_which_a_page_was_deleted_meanwhile_is_asked_for_again(client, db):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    home = set_up_site()
    address = f"/admin/pages/{home.pk}/?ordering=title"
    leaving = home.add_child(instance=StandardPage(title="Pergi contoh", slug="pergi"))
    home.add_child(instance=StandardPage(title="Tinggal contoh", slug="tinggal"))

    waiting = [leaving]

    def delete_before_it_is_read(execute, sql, params, many, context):
        if waiting and sql.startswith("SELECT") and "home_standardpage" in sql and leaving.pk in params:
            waiting.pop().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(delete_before_it_is_read):
        response = client.get(address)
    again = client.get(response.url)

    assert (response.status_code, response.url) == (302, address)
    assert again.status_code == 200
    assert "Tinggal contoh" in again.content.decode()
    assert "Pergi contoh" not in again.content.decode()


@pytest.mark.parametrize(
    "fail", [lambda: QueryDict()["page"], lambda: Image.objects.get(pk=0), lambda: Image.objects.filter(pk="a")]
)
def test_faults_of_our_own_stay_faults(rf, db, fail):
    """Wherever they happen, in the back office too: what fails here is this module."""
    request = rf.get("/admin/")

    with pytest.raises((LookupError, ValueError, Image.DoesNotExist)) as fault:
        fail()

    assert MissingInputMiddleware(None).process_exception(request, fault.value) is None
    assert VanishedPageMiddleware(None).process_exception(request, fault.value) is None


@pytest.mark.parametrize(("address", "answer"), [("/admin/choose-page/", 400), ("/opd/", None)])
def test_what_wagtail_fails_at_is_refused_in_the_back_office_alone(rf, db, address, answer):
    request = rf.get(address, {"id": "a"})
    with pytest.raises(ValueError, match="expected a number") as fault:
        ChosenMultipleView.as_view()(request)

    refusal = MissingInputMiddleware(None).process_exception(request, fault.value)

    assert (refusal and refusal.status_code) == answer
