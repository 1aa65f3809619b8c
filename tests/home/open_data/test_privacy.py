"""A world full of personal data, of which nothing leaves the portal: neither by the interface nor in a file."""

import re

import pytest

from home.api.documents import openapi_document
from home.models import Dump
from judging.enums import AwardState
from judging.models import Award, ConflictOfInterest, Objection
from submissions.models import Agency
from tests.factories.accounts import UserFactory
from tests.factories.home import awarded_page, make_all_dumps, published_past_innovation
from tests.factories.judging import ObjectionFactory, ScoreSheetFactory, version_of
from tests.factories.submissions import EditionFactory, MembershipFactory, ObligationFactory, SubmissionFactory

NAME, MAIL, PHONE, NUMBER = "Sri Rahayu", "sri.rahayu@example.go.id", "0812-3456-7890", "19870412 201001 2 003"
PERSONAL = f"{NAME} {MAIL} {PHONE} {NUMBER}"
SECRETS = ("Sri Rahayu", "rahayu", "0812", "3456-7890", "19870412", "rahasia-", "Kakak kandung", "Catatan juri")
# Words that no field may be named by, in either language.
FORBIDDEN_FIELDS = re.compile(
    r"(^|_)(email|surel|telepon|phone|nip|nik|user|password|sandi|innovator|inovator|juri|judge|skor|nilai|score|"
    r"catatan|note|reason|alasan|actor|pelaku|created_by|operator|nomor_registrasi)(_|$)"
)


@pytest.fixture
def world(site):
    """Names and numbers wherever somebody may have written them."""
    page = awarded_page(
        2061,
        created_by=UserFactory(name=NAME, email=MAIL),
        version__title="Antrean dari Rumah",
        version__summary=f"Hubungi {MAIL} atau {PHONE}, NIP {NUMBER}.",
        version__innovators=[{"name": NAME, "role": "Perawat"}],
        version__declarations=[{"code": "publikasi", "text": "Boleh.", "accepted_by": NAME, "accepted_at": "2061"}],
        version__evidence=[{"title": "rahasia-bukti", "url": "", "file": "evidence/rahasia-sk.pdf"}],
        version__sections=[
            {"code": "ringkasan", "text": f"Telepon {PHONE}, NIP {NUMBER}."},
            {"code": "sumber-daya", "text": f"rahasia-gaji {PERSONAL}"},
        ],
    )
    agency, submission = page.innovation.agency, page.version.submission
    Agency.objects.filter(pk=agency.pk).update(source_note=f"rahasia-catatan {PERSONAL}")
    MembershipFactory(agency=agency, user=UserFactory(name=f"{NAME} Ibu", email="rahayu.ibu@example.id"))
    ScoreSheetFactory(assignment__version=version_of(submission), note=f"Catatan juri {NAME}")
    ConflictOfInterest.objects.create(
        judge=UserFactory(name="Rahayu Juri"), submission=submission, source="secretariat", reason="Kakak kandung"
    )
    Award.objects.update(state=AwardState.PROVISIONAL)
    ObjectionFactory(award=Award.objects.get(), name=NAME, email=MAIL, reason=f"rahasia-sanggah {PERSONAL}")
    edition = EditionFactory(year=2062)
    ObligationFactory(edition=edition, agency=agency, is_exempt=True, exemption_reason=f"rahasia-alasan {NAME}")
    SubmissionFactory(edition=edition, innovation__title=f"rahasia-draf {NAME}", innovation__agency=agency)
    published_past_innovation(title="Apem Asi", summary=f"Kata {MAIL}, telepon {PHONE}.")
    return page


def answers(client, page):
    paths = [
        path.replace("{innovation_id}", str(page.innovation_id)).replace("{tahun}", "2061")
        for path in openapi_document()["paths"]
    ]
    for path in [*paths, "/api/v1/openapi.json", "/data/", "/data/api/"]:
        response = client.get(path)
        assert response.status_code == 200
        yield path, response.content.decode()


def test_no_answer_says_anything_about_a_person(client, world):
    assert Objection.objects.count() == 1
    told = dict(answers(client, world))

    assert len(told) == 11
    assert {path: [secret for secret in SECRETS if secret in text] for path, text in told.items()} == {
        path: [] for path in told
    }
    assert "[tidak ditampilkan]" in told["/api/v1/inovasi/"]


def test_no_file_says_anything_about_a_person(world, settings):
    make_all_dumps()

    texts = {dump.name: (settings.MEDIA_ROOT / dump.file.name).read_text() for dump in Dump.objects.all()}
    assert len(texts) == 12
    assert {name: [secret for secret in SECRETS if secret in text] for name, text in texts.items()} == {
        name: [] for name in texts
    }
    assert any("Antrean dari Rumah" in text for text in texts.values())


def test_no_field_is_named_after_what_is_personal(site):
    schemas = openapi_document()["components"]["schemas"].values()
    names = {name for schema in schemas for name in schema.get("properties", {})}

    assert "judul" in names
    assert [name for name in names if FORBIDDEN_FIELDS.search(name)] == []


@pytest.mark.parametrize("name", ["email", "nip_pengusul", "skor", "catatan_juri"])
def test_the_list_of_forbidden_names_would_find_one(name):
    assert FORBIDDEN_FIELDS.search(name)
