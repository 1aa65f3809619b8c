"""The page of an innovation as a whole: what of its version the public reads, and what of it never."""

import json
import re
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from home.models import InnovationPage
from home.selectors.origins import Origin, origins_of
from home.selectors.proofs import is_video_host
from home.selectors.publication import MeasuredFigure, PublicSection, consented_contact, public_sections
from home.services.publishing import publish_innovation, withdraw_innovation
from home.story_charts import Comparison
from innovation_portal.accounts.roles import Role
from innovation_portal.utils.addresses import host_of
from submissions.enums import Lineage
from submissions.models import Innovation
from submissions.services.evidence import add_file
from tests.factories.accounts import UserFactory
from tests.factories.home import published_past_innovation, published_submission
from tests.factories.judging import VerifiedSubmissionFactory, version_of
from tests.factories.submissions import EditionFactory, MembershipFactory, SubmissionFactory

pytestmark = pytest.mark.usefixtures("site")

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}"
PIECE = {
    "id": 1,
    "section": "signifikansi",
    "kind": "link",
    "title": "Laporan",
    "url": "https://example.id/laporan",
    "file": "",
    "original_name": "",
    "content_type": "",
    "size": 0,
    "sha256": "",
    "is_public": True,
    "alternative_text": "",
}


def section(code, text="Isi.", **fields):
    return {"id": 1, "code": code, "title": code, "kind": "text", "text": text, "value": None, **fields}


def text_of(response) -> str:
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_aspects_of_every_group_stand_under_headings_that_people_understand():
    codes = ["latar-belakang", "kebaruan", "proses-replikasi", "evaluasi", "dasar-hukum", "keberlanjutan", "lain"]

    shown = public_sections({"sections": [section(code) for code in codes], "declarations": []})

    assert [one.heading for one in shown] == [
        "Masalahnya",
        "Gagasannya",
        "Cara kerjanya",
        "Hasil evaluasi",
        "Dasar hukum",
        "Agar tetap berjalan",
    ]


@pytest.mark.parametrize("consents", [[], ["publikasi-sumber-daya", "publikasi-kontak"]])
def test_resources_and_contact_are_shown_with_recorded_consent_only(consents):
    payload = {
        "sections": [section("sumber-daya", "Dua apoteker."), section("kontak", "Bagian Humas, (0281) 123456")],
        "declarations": [{"code": code} for code in consents],
    }

    shown = public_sections(payload), consented_contact(payload)

    with_consent = [PublicSection("Sumber daya yang dipakai", "Dua apoteker.")], "Bagian Humas, (0281) 123456"
    assert shown == (with_consent if consents else ([], ""))


def test_figures_of_a_version_are_drawn_where_both_ends_are_known():
    rows = [
        {"indicator": "Waktu tunggu", "unit": "menit", "before": "1280.5", "after": "22"},
        {"indicator": "Aduan", "unit": "", "before": "38", "after": ""},
    ]

    [shown] = public_sections(
        {"sections": [section("signifikansi", "x", kind="figures", value=rows)], "declarations": []}
    )

    assert shown.figures == (MeasuredFigure("Waktu tunggu", "1.280,5", "22", "menit"),)


def test_page_shows_everything_that_its_version_allows(client):
    page = published_submission(
        edition_fields={"sections": []},
        version__sections=[
            section("latar-belakang", "Pasien menunggu lama."),
            section(
                "angka",
                "x",
                kind="figures",
                value=[{"indicator": "Waktu tunggu", "unit": "menit", "before": "128", "after": "32"}],
            ),
            section("rahasia", "Tidak untuk umum."),
        ],
        version__evidence=[
            PIECE,
            PIECE | {"id": 2, "url": "https://www.youtube.com/watch?v=abc", "title": "Video alur"},
            PIECE | {"id": 3, "title": "Nota rahasia", "is_public": False},
        ],
    )
    InnovationPage.objects.filter(pk=page.pk).update(legal_basis="Keputusan Direktur 12/2024\n\n Perda 3/2019 ")

    response = client.get(page.entry.url)
    html, text = response.content.decode(), text_of(response)

    figure = MeasuredFigure("Waktu tunggu", "128", "32", "menit")
    assert response.context["sections"] == [
        (PublicSection("Masalahnya", "Pasien menunggu lama."), []),
        (PublicSection("Sebelum dan sesudah", "x", (figure,)), [Comparison(figure, "100.0%", "25.0%")]),
    ]
    assert response.context["legal_basis"] == ["Keputusan Direktur 12/2024", "Perda 3/2019"]
    assert [(one.title, one.host, one.is_video) for one in response.context["links"]] == [
        ("Laporan", "example.id", False),
        ("Video alur", "youtube.com", True),
    ]
    assert "<iframe" not in html
    assert 'href="https://www.youtube.com/watch?v=abc" rel="external nofollow noopener noreferrer"' in html
    assert "dibuka di youtube.com" in text
    for hidden in ("Tidak untuk umum", "Nota rahasia", "Sri Rahayu"):
        assert hidden not in html


def test_head_of_the_page_names_address_picture_and_citation(client):
    page = published_past_innovation(title="Apem Asi")

    html = client.get(page.entry.url).content.decode()

    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert f'<link rel="cite-as" href="{page.lasting_address}">' in html
    assert re.search(rf'<meta property="og:image" content="[^"]+/i/{page.code}/kartu-[0-9a-f]{{16}}\.png">', html)


def test_structured_data_says_what_is_known_and_no_more(client):
    source = published_past_innovation(title="Asal")
    page = published_past_innovation(title="Apem Asi", award="Named as flagship", field="")
    Innovation.objects.filter(pk=page.innovation_id).update(source=source.innovation, lineage=Lineage.REPLICATION)

    html = client.get(page.entry.url).content.decode()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])

    picture = re.search(r'og:image" content="([^"]+)"', html)[1]
    assert data == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "inLanguage": "id",
        "@id": page.lasting_address,
        "identifier": page.code,
        "name": "Apem Asi",
        "description": "Antrean dapat dilihat dari rumah.",
        "url": page.full_url,
        "image": picture,
        "creator": {"@type": "GovernmentOrganization", "name": page.entry.agency_name},
        "spatialCoverage": {"@type": "Place", "name": page.entry.region_name},
        "dateCreated": page.innovation.started_on.isoformat(),
        "datePublished": page.first_published_at.isoformat(),
        "isBasedOn": source.full_url,
        "isAccessibleForFree": True,
    }


def test_hostile_text_in_every_field_stays_text(client):
    page = published_submission(
        edition_fields={"sections": []},
        version__title=HOSTILE,
        version__summary=HOSTILE,
        version__agency={
            "id": 1,
            "code": "X",
            "name": HOSTILE,
            "kind": "dinas",
            "region": {"code": "33", "name": HOSTILE, "kind": "provinsi"},
        },
        version__sections=[
            section("latar-belakang", HOSTILE),
            section("kontak", HOSTILE),
            section(
                "angka",
                "x",
                kind="figures",
                value=[{"indicator": HOSTILE, "unit": HOSTILE, "before": "1", "after": "2"}],
            ),
        ],
        version__evidence=[
            PIECE | {"title": HOSTILE},
            PIECE | {"title": HOSTILE, "kind": "picture", "url": "", "file": "a.png", "alternative_text": HOSTILE},
            PIECE | {"title": HOSTILE, "kind": "document", "url": "", "file": "a.pdf"},
        ],
        version__innovators=[{"name": HOSTILE, "role": HOSTILE}],
        version__declarations=[{"code": "publikasi"}, {"code": "publikasi-kontak"}],
    )
    page.headline, page.lead, page.legal_basis, page.figures_source = HOSTILE[:120], HOSTILE, HOSTILE, HOSTILE
    page.figures = [("figure", {"label": HOSTILE[:80], "before": "<b>1", "after": "<b>2", "unit": "<b>"})]
    page.body = [("heading", HOSTILE), ("video", {"title": HOSTILE, "url": "https://example.id/v", "length": "<b>"})]
    page.save(clean=False)

    answers = [client.get(page.entry.url), client.get(f"{page.short_path}sitasi.ris")]
    withdraw_innovation(page.innovation_id)
    answers.append(client.get(page.url))

    assert [answer.status_code for answer in answers] == [200, 200, 410]
    for html in (answers[0].content.decode(), answers[2].content.decode()):
        assert not re.search(r"<script>|<img src=x|<b>[12]|=\"?[^\">]*onerror=alert\(1\)>|14</", html)


def test_addresses_in_texts_become_links_that_lend_no_weight(client):
    text = "https://example.id/laporan\nhttps://example.id/" + "panjang-" * 20
    page = published_submission(
        edition_fields={"sections": []}, version__sections=[section("signifikansi", text, kind="links")]
    )

    html = client.get(page.entry.url).content.decode()

    assert '<a href="https://example.id/laporan" rel="nofollow">https://example.id/laporan</a>' in html


def test_hosts_are_named_as_people_know_them():
    assert [host_of(url) for url in ("https://www.youtube.com/a", "https://m.tiktok.com", "http://a.id:80/", "x")] == [
        "youtube.com",
        "tiktok.com",
        "a.id",
        "",
    ]
    assert [is_video_host(host) for host in ("youtu.be", "player.vimeo.com", "notyoutube.com", "")] == [
        True,
        True,
        False,
        False,
    ]


def photo_with_place() -> SimpleUploadedFile:
    picture, content = Image.new("RGB", (1600, 900), "navy"), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Rumah Bu Sri"
    picture.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("foto.jpg", content.getvalue())


def report() -> SimpleUploadedFile:
    content = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = "Sri Rahayu"
        document.save(content)
    return SimpleUploadedFile("laporan.pdf", content.getvalue())


@pytest.fixture
def proven(private_files):
    """A page whose version names two public files and a private one; returns the page and the three."""
    edition = EditionFactory(catalogue_policy="verification")
    person = MembershipFactory()
    draft = SubmissionFactory(edition=edition, innovation__agency=person.agency)
    uploads = (report(), photo_with_place(), report())
    evidence = [add_file(draft.pk, actor=person.user, upload=upload, title="Berkas") for upload in uploads]
    pieces = [
        {
            name: getattr(one, name)
            for name in ("id", "kind", "title", "url", "original_name", "content_type", "size", "sha256")
        }
        | {
            "section": "",
            "file": one.file.name,
            "is_public": place < 2,
            "alternative_text": "Loket baru" if place == 1 else "",
        }
        for place, one in enumerate(evidence)
    ]
    submission = VerifiedSubmissionFactory(edition=edition, version__evidence=pieces)
    return publish_innovation(submission.innovation_id), *evidence


def test_public_evidence_is_given_to_everybody_without_what_files_tell_of_people(client, proven):
    page, document, photo, private = proven
    paths = [f"{page.short_path}bukti/{document.pk}/", f"{page.short_path}gambar/{photo.pk}.jpg"]

    answers = [client.get(path) for path in (*paths, *paths)]
    contents = [b"".join(answer.streaming_content) for answer in answers]

    with pikepdf.open(BytesIO(contents[0])) as opened:
        assert "/Info" not in opened.trailer
    with Image.open(BytesIO(contents[1])) as picture:
        assert (picture.size, picture.format, dict(picture.getexif())) == ((1200, 675), "JPEG", {})
    assert contents[2:] == contents[:2]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"public, max-age=3600"}
    html = client.get(page.url).content.decode()
    assert 'alt="Loket baru"' in html
    assert f"/bukti/{private.pk}/" not in html


def test_private_evidence_foreign_evidence_and_that_of_withdrawn_pages_are_not_given_out(client, proven):
    page, document, photo, private = proven
    other = published_submission()
    hidden = [
        f"{page.short_path}bukti/{private.pk}/",
        f"{page.short_path}bukti/{photo.pk}/",
        f"{page.short_path}gambar/{document.pk}.jpg",
        f"{other.short_path}bukti/{document.pk}/",
        reverse("submissions:evidence-file", args=[document.pk]),
    ]
    statuses = [client.get(path).status_code for path in hidden]
    withdraw_innovation(page.innovation_id)

    assert statuses == [404, 404, 404, 404, 302]
    assert client.get(f"{page.short_path}bukti/{document.pk}/").status_code == 410


def test_a_file_that_is_lost_is_not_found(client, proven):
    page, document, *_others = proven
    document.file.storage.delete(document.file.name)

    assert client.get(f"{page.short_path}bukti/{document.pk}/").status_code == 404


def test_paper_shows_the_code_of_the_address(client):
    page = published_past_innovation()

    response = client.get(f"{page.short_path}kode.svg")

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")


def test_editors_see_which_fact_comes_from_where(client):
    page = published_submission(version__title="Antrean dari Rumah", version__evidence=[PIECE])
    page.headline = "Tanpa antre"
    page.save()
    submitted_on = version_of(page.version.submission).submitted_at
    client.force_login(UserFactory(roles=[Role.EDITORIAL]))

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    origins = {origin.label: origin for origin in origins_of(page)}

    source = origins["Judul"].source
    assert source.startswith("Versi beku nomor 1, ")
    assert str(submitted_on.year) in source
    assert origins["Bukti dukung"] == Origin("Bukti dukung", "Laporan", source)
    assert origins["Judul berita"] == Origin("Judul berita", "Tanpa antre", "Redaksi")
    assert "Asal setiap keterangan" in html
    assert source in html
    assert page.lasting_address in html


def test_recognitions_name_their_source_to_editors():
    page = published_past_innovation(award="KIPP nasional - Top 45", year=2019)

    [recognition] = [one for one in origins_of(page) if one.url]

    assert (recognition.value, recognition.source, recognition.url) == (
        "KIPP nasional - Top 45",
        "Sumber yang terbit",
        "https://example.id/berita",
    )
