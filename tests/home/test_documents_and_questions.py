import json
from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from home.models import DocumentsPage, PageDocument, QuestionsPage, StandardPage
from home.selectors.documents import documents_by_edition
from home.services.site import set_up_site
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory


@pytest.fixture
def documents(site):
    return DocumentsPage.objects.get()


def add_document(page, title, *, edition=None):
    file = Document.objects.create(title=title, file=ContentFile(b"%PDF-1.7 " + b"x" * 2039, name="pedoman.pdf"))
    return PageDocument.objects.create(page=page, title=title, edition=edition, document=file)


def test_documents_stand_under_their_edition_the_newest_first(documents):
    old, new = EditionFactory(year=2030), EditionFactory(year=2031)
    always = add_document(documents, "Peraturan daerah")
    rows = {edition: add_document(documents, f"Pedoman {edition.year}", edition=edition) for edition in (old, new)}

    shelves = [(shelf.edition, shelf.documents) for shelf in documents_by_edition(documents)]

    assert shelves == [(new, [rows[new]]), (old, [rows[old]]), (None, [always])]


def test_a_visitor_sees_kind_and_size_and_gets_the_file(client, documents):
    row = add_document(documents, "Pedoman umum")

    html = client.get("/pedoman/").content.decode()
    with closing(client.get(row.document.url)) as file:
        content = b"".join(file.streaming_content)

    assert "PDF, 2,0 KB" in html.replace("\xa0", " ")
    assert f'href="{row.document.url}"' in html
    assert content[:8] == b"%PDF-1.7"


@pytest.mark.parametrize("count", [1, 3])
def test_documents_need_the_same_queries_for_one_and_for_three(client, documents, count, django_assert_num_queries):
    for number in range(count):
        add_document(documents, f"Pedoman {number}", edition=EditionFactory())
    client.get("/pedoman/")

    with django_assert_num_queries(7):
        assert client.get("/pedoman/").status_code == 200


def test_questions_are_told_to_search_engines(client, site):
    page = QuestionsPage.objects.get()
    page.questions = [("heading", "Hasil"), ("question", {"question": "Siapa?", "answer": "<p>Semua</p>"})]
    page.save_revision().publish()

    html = client.get("/pertanyaan/").content.decode()

    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    answer = {"@type": "Answer", "text": "<p>Semua</p>"}
    assert json.loads(block)["@type"] == "FAQPage"
    assert json.loads(block)["mainEntity"] == [{"@type": "Question", "name": "Siapa?", "acceptedAnswer": answer}]
    assert html.count('<details class="so-question">') == 1


def test_a_page_of_another_kind_at_an_address_stays(site):
    QuestionsPage.objects.get().delete()
    own = site.add_child(instance=StandardPage(title="Tanya jawab", slug="pertanyaan"))

    set_up_site()

    assert list(QuestionsPage.objects.all()) == []
    assert StandardPage.objects.get(slug="pertanyaan") == own


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({}, "Daftar baru"),
        ({"documents-INITIAL_FORMS": "3", "documents-TOTAL_FORMS": "3"}, "Dokumen"),
        ({"documents-0-id": "abc"}, "Dokumen"),
    ],
    ids=["as it is", "more rows than ids", "no number"],
)
def test_rows_that_do_not_fit_their_counts_are_refused(client, documents, wrong, kept):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    row = add_document(documents, "Pedoman umum")
    DocumentsPage.objects.update(title="Dokumen", draft_title="Dokumen")
    rows = {"title": row.title, "kind": row.kind, "document": row.document_id, "id": row.pk, "ORDER": 1}
    sent = {"title": "Daftar baru", "slug": documents.slug, "documents": inline_formset([rows], initial=1)}

    response = client.post(
        f"/admin/pages/{documents.pk}/edit/", nested_form_data(sent | {"action-publish": "1"}) | wrong
    )

    documents.refresh_from_db()
    assert (response.status_code, documents.title) == (302 if kept == "Daftar baru" else 200, kept)
