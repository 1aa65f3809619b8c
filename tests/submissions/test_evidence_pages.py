"""Evidence on the page of a section: several files at once, links to videos, small pictures."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from submissions.models import Evidence
from submissions.services.evidence import add_file, remove_evidence
from submissions.validators import validate_link
from tests.factories.files import PDF
from tests.factories.submissions import InnovationFactory, LinkFactory, MembershipFactory, SubmissionFactory


@pytest.fixture
def draft(agency):
    return SubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def section(draft):
    return draft.edition.sections.first()


@pytest.fixture
def writer(client, operator):
    client.force_login(operator)
    return client


@pytest.fixture
def post(writer, draft, section):
    def send(**data):
        url = reverse("submissions:section-edit", args=[draft.pk, section.pk])
        return writer.post(url, {"text": "Isi.", "revision": 0, **data})

    return send


def pdf(name="laporan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def picture(size=(800, 600), *, kind="JPEG", **options):
    content = BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **options)
    return SimpleUploadedFile(f"foto.{kind.lower()}", content.getvalue())


def thumbnail_url(evidence):
    return reverse("submissions:evidence-thumbnail", args=[evidence.pk])


def test_several_files_are_attached_at_once_under_their_own_names(post, section):
    post(upload=[pdf("a.pdf"), pdf("b.pdf", PDF + b"\n")], evidence_title="Judul untuk keduanya?")

    assert [(one.title, one.section) for one in Evidence.objects.all()] == [("a.pdf", section), ("b.pdf", section)]


def test_bad_one_of_several_is_named_and_the_others_and_the_text_are_kept(post, draft):
    response = post(upload=[pdf("a.pdf"), pdf("program.pdf", b"MZ" + b"0" * 200), pdf("kosong.pdf", b"")])

    errors = response.context["form"].errors["upload"]
    assert [error.split(":")[0] for error in errors] == ["program.pdf", "kosong.pdf"]
    assert [one.title for one in Evidence.objects.all()] == ["a.pdf"]
    assert draft.answers.get().text == "Isi."


@pytest.mark.parametrize("typed", [{"action": "attach"}, {"action": "save", "link": "https://example.id/laporan"}])
def test_page_comes_back_at_the_evidence_after_attaching(post, draft, section, typed):
    response = post(**typed)

    assert response.url == reverse("submissions:section-edit", args=[draft.pk, section.pk]) + "#evidence"


def test_title_stands_on_the_one_file_and_on_the_link_beside_several(post):
    post(upload=[pdf()], evidence_title="Waktu tunggu")
    post(upload=[pdf("a.pdf"), pdf("b.pdf")], link="https://example.id/laporan", evidence_title="Rekaman", revision=1)

    assert [one.title for one in Evidence.objects.all()] == ["Waktu tunggu", "a.pdf", "b.pdf", "Rekaman"]


def test_bad_link_does_not_keep_a_good_file_out(post):
    response = post(upload=[pdf()], link="https://www.youtube.com/@kanal")

    assert list(response.context["form"].errors) == ["link"]
    assert [one.title for one in Evidence.objects.all()] == ["laporan.pdf"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3s",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ",
        "https://vimeo.com/123456789",
        "https://vimeo.com/channels/staffpicks/123456789",
        "http://example.id/video",
        "https://notyoutube.com/",
    ],
)
def test_link_to_one_video_or_to_any_other_site_is_taken(url):
    validate_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@pemprovjateng",
        "https://www.youtube.com/watch?v=pendek",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/results?search_query=inovasi",
        "https://youtu.be/",
        "https://youtu.be/dQw4w9WgXcQ/lagi",
        "https://WWW.YouTube.com/playlist?list=PL1",
        "https://vimeo.com/watch",
    ],
)
def test_link_to_a_site_of_videos_but_to_no_video_is_refused(url):
    with pytest.raises(ValidationError) as refusal:
        validate_link(url)

    assert refusal.value.code == "not_a_video"


def test_page_tells_the_limit_and_what_may_be_chosen(writer, draft, section, settings):
    settings.EVIDENCE_MAX_BYTES = 3 * 1024 * 1024

    page = writer.get(reverse("submissions:section-edit", args=[draft.pk, section.pk])).content.decode()

    assert "masing-masing paling besar 3,0\xa0MB" in page
    assert 'accept=".pdf,.jpg,.jpeg,.png,.webp"' in page
    assert 'data-most-bytes="3145728"' in page


def test_picture_is_shown_small_and_a_document_is_not(writer, draft, section, operator):
    photo = add_file(draft.pk, actor=operator, upload=picture(), section_id=section.pk)
    paper = add_file(draft.pk, actor=operator, upload=pdf(), section_id=section.pk)

    page = writer.get(reverse("submissions:section-edit", args=[draft.pk, section.pk])).content.decode()

    assert f'src="{thumbnail_url(photo)}"' in page
    assert thumbnail_url(paper) not in page


@pytest.mark.parametrize("count", [1, 5])
def test_query_count_does_not_grow_with_pictures(writer, draft, section, operator, count, django_assert_num_queries):
    for number in range(count):
        add_file(draft.pk, actor=operator, upload=picture((10 + number, 10)), section_id=section.pk)

    with django_assert_num_queries(14):
        writer.get(reverse("submissions:section-edit", args=[draft.pk, section.pk]))


def test_thumbnail_is_small_upright_and_says_nothing_about_the_place(writer, draft, operator):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "di rumah"  # turned by 90 degrees; a description
    photo = add_file(draft.pk, actor=operator, upload=picture(exif=exif))

    first, again = (writer.get(thumbnail_url(photo)) for _ in range(2))

    content = first.getvalue()
    with Image.open(BytesIO(content)) as small:
        assert (small.format, small.size) == ("WEBP", (135, 180))
        assert dict(small.getexif()) == {}
    assert again.getvalue() == content
    assert first["Content-Type"] == "image/webp"
    assert first["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "CMYK"])
def test_thumbnail_is_drawn_of_every_kind_of_picture(writer, draft, operator, mode):
    content = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (300, 300)).save(content, kind)
    photo = add_file(draft.pk, actor=operator, upload=SimpleUploadedFile(f"foto.{kind.lower()}", content.getvalue()))

    with Image.open(BytesIO(writer.get(thumbnail_url(photo)).getvalue())) as small:
        assert small.size == (180, 180)


def test_there_is_no_thumbnail_of_a_document_a_link_or_a_broken_or_lost_picture(writer, draft, operator):
    document = add_file(draft.pk, actor=operator, upload=pdf())
    lost, broken = (add_file(draft.pk, actor=operator, upload=picture((n, n))) for n in (30, 40))
    lost.file.storage.delete(lost.file.name)
    with open(broken.file.path, "r+b") as handle:
        handle.truncate(200)

    answers = [writer.get(thumbnail_url(one)) for one in (document, LinkFactory(submission=draft), lost, broken)]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_thumbnail_of_a_draft_does_not_exist_for_others(client, draft, operator, secretary):
    photo = add_file(draft.pk, actor=operator, upload=picture())
    remove_evidence(photo.pk, actor=operator)

    for user in (secretary, MembershipFactory().user):
        client.force_login(user)
        assert client.get(thumbnail_url(photo)).status_code == 404


def test_pdf_is_previewed_where_it_is_named(writer, post, draft, section):
    post(upload=[pdf(), picture()])
    document, photo = Evidence.objects.order_by("pk")
    frame = (
        f'<iframe src="{reverse("submissions:evidence-file", args=[document.pk])}" title="laporan.pdf" loading="lazy">'
    )

    page = writer.get(reverse("submissions:section-edit", args=[draft.pk, section.pk])).content.decode()

    assert page.count("<iframe") == 1
    assert frame in page
    assert thumbnail_url(photo) in page
    shown = writer.get(reverse("submissions:evidence-file", args=[document.pk]))
    shown.close()
    assert (shown["Content-Disposition"], shown["X-Frame-Options"]) == ('inline; filename="laporan.pdf"', "SAMEORIGIN")
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]


def publicity_url(evidence):
    return reverse("submissions:evidence-publicity", args=[evidence.submission_id, evidence.pk])


def test_an_agency_shows_a_picture_to_the_public_only_with_its_words(writer, draft, section, operator):
    photo = add_file(draft.pk, actor=operator, upload=picture(), title="Foto loket", section_id=section.pk)

    refused = writer.post(publicity_url(photo), {"is_public": "on", "alternative_text": ""})
    saved = writer.post(publicity_url(photo), {"is_public": "on", "alternative_text": "Loket baru"})

    photo.refresh_from_db()
    assert refused.context["form"].errors == {"alternative_text": ["Tuliskan apa yang tampak pada gambar."]}
    assert saved.headers["Location"] == reverse("submissions:section-edit", args=[draft.pk, section.pk]) + "#evidence"
    assert (photo.is_public, photo.alternative_text) == (True, "Loket baru")
    assert "Ditampilkan kepada publik" in writer.get(saved.headers["Location"]).content.decode()


def test_what_was_removed_or_belongs_to_another_submission_has_no_publicity(writer, draft, operator):
    removed, foreign = LinkFactory(submission=draft), LinkFactory()
    remove_evidence(removed.pk, actor=operator)
    elsewhere = reverse("submissions:evidence-publicity", args=[draft.pk, foreign.pk])

    answers = [writer.post(url, {"is_public": "on"}) for url in (publicity_url(removed), elsewhere)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Evidence.objects.filter(is_public=True).exists()
