"""A submission from the sign-in page to its number by keys alone, through every kind of section."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from submissions.enums import MembershipRole, SectionKind
from submissions.models import Answer, Evidence, Submission
from tests.factories.files import PDF
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    SectionFactory,
    SubmissionFactory,
)

PASSWORD = "kain-lurik-7-warna"
MOST_STEPS = 60
IS_FOCUS_SEEN = """
    element => [element, element.nextElementSibling, element.parentElement].filter(Boolean).some(near => {
        const style = getComputedStyle(near);
        const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return isOutlined || style.boxShadow !== "none";
    })
"""
# Of a link over two lines the first is looked at, of a large field where one writes: at its beginning.
COVERING = """
    element => {
        const { x, y, width, height } = element.getClientRects()[0];
        const top = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 40));
        const own = [element, ...(element.labels ?? [])];
        return own.some(one => one.contains(top)) ? null : top?.outerHTML.slice(0, 120) ?? "the edge of the window";
    }
"""
ASKED = {
    "ringkasan": {"kind": SectionKind.TEXT, "word_limit": 200},
    "replikasi": {"kind": SectionKind.CHOICE, "options": "Sudah\nBelum", "word_limit": None},
    "layanan": {"kind": SectionKind.NUMBER, "unit": "orang", "word_limit": None},
    "mulai": {"kind": SectionKind.DATE, "word_limit": None},
    "dampak": {"kind": SectionKind.FIGURES, "word_limit": None},
    "tautan": {"kind": SectionKind.LINKS, "word_limit": None},
    "berkas": {"kind": SectionKind.FILES, "word_limit": None},
}


@pytest.fixture
def draft(db):
    edition = EditionFactory(year=2026, sections=[])
    for order, (code, asked) in enumerate(ASKED.items()):
        SectionFactory(edition=edition, code=code, title=f"Aspek {code}", sort_order=order, **asked)
    agency = AgencyFactory(name="RSUD Prof. Dr. Margono Soekarjo")
    ObligationFactory(edition=edition, agency=agency)
    return SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut"))


@pytest.fixture
def approver(draft):
    membership = MembershipFactory(agency=draft.innovation.agency, role=MembershipRole.APPROVER)
    membership.user.set_password(PASSWORD)
    membership.user.save()
    return membership.user


def go_to(page, target):
    """Press the tab key until the control has the focus, which must be seen; on the way nothing may lie over it."""
    expect(target).to_be_attached()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        covering = page.evaluate(f"({COVERING})(document.activeElement)")
        assert covering is None, f"{covering} lies over the focus on the way to {target}"
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(IS_FOCUS_SEEN), f"Nobody sees the focus on {target}"
            return
    raise AssertionError(f"{target} is not reached within {MOST_STEPS} steps")


def press(page, role, name):
    go_to(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")


def write(page, field, text):
    go_to(page, page.locator(f"#id_{field}"))
    page.keyboard.type(text)


def go_on(page, heading):
    press(page, "button", "Simpan dan lanjut")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def test_a_submission_is_written_and_handed_in_by_keys_alone(page_of, draft, approver, tmp_path):
    page = page_of()
    page.goto(reverse("account_login"))
    write(page, "login", approver.email)
    write(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kewajiban tahun 2026")).to_be_visible()
    page.goto(reverse("submissions:section-edit", args=[draft.pk, draft.edition.sections.first().pk]))

    press(page, "link", "Langsung ke jawaban")
    expect(page.locator("#answer")).to_be_focused()
    write(page, "text", "Antrean turun.")
    go_on(page, "Aspek replikasi")
    go_to(page, page.get_by_role("radio", name="Sudah"))
    page.keyboard.press("ArrowDown")
    go_on(page, "Aspek layanan")
    write(page, "number", "1.250")
    go_on(page, "Aspek mulai")
    write(page, "date", "10102025")  # the same whichever of day and month stands first
    go_on(page, "Aspek dampak")
    for part, text in {"indicator": "Waktu tunggu", "unit": "menit", "before": "90", "after": "20"}.items():
        write(page, f"figure_0_{part}", text)
    go_on(page, "Aspek tautan")
    write(page, "links", "https://example.id/laporan")
    go_on(page, "Aspek berkas")
    report = tmp_path / "laporan.pdf"
    report.write_bytes(PDF)
    # The browser learns that the test takes the dialog while the keys are on their way to the field.
    with page.expect_file_chooser() as chooser:
        go_to(page, page.locator("#id_upload"))
        page.keyboard.press("Enter")
    chooser.value.set_files(report)
    go_on(page, "Siapa di balik inovasi ini?")
    write(page, "form-0-name", "Sri Lestari")
    press(page, "button", "Simpan dan periksa")
    go_to(page, page.get_by_label("Data dalam usulan ini benar."))
    page.keyboard.press("Space")
    press(page, "button", "Setujui dan ajukan")

    expect(page.locator(".so-messages")).to_contain_text("INV-2026-0001")
    assert Submission.objects.get().status == "submitted"
    written = dict(Answer.objects.values_list("section__code", "value"))
    assert written == {
        "ringkasan": None,
        "replikasi": "Belum",
        "layanan": "1250",
        "mulai": "2025-10-10",
        "dampak": [{"indicator": "Waktu tunggu", "unit": "menit", "before": "90", "after": "20"}],
        "tautan": ["https://example.id/laporan"],
    }
    assert Evidence.objects.get().title == "laporan.pdf"
