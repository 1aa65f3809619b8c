"""What the secretariat and the verifier do in the back office."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from innovation_portal.utils import clock

# Days from today, by kind of stage: first while agencies write, then when the objection period is over.
WHILE_WRITING = {
    "registration": (-1, 14),
    "verification": (0, 21),
    "judging": (22, 40),
    "presentation": (41, 50),
    "objection": (51, 58),
    "awarding": (59, 61),
}
AFTER_OBJECTIONS = {
    "registration": (-60, -45),
    "verification": (-59, -40),
    "judging": (-39, -20),
    "presentation": (-19, -10),
    "objection": (-8, -1),
    "awarding": (0, 2),
}
CRITERIA = [("Kebaruan", "kebaruan", "30"), ("Efektivitas", "efektivitas", "40"), ("Keberlanjutan", "lanjut", "30")]


def create_edition(page, year: int) -> None:
    page.goto(reverse("editions:add"))
    page.get_by_label("Tahun").fill(str(year))
    page.get_by_label("Tema").fill("Layanan yang dirasakan semua warga")
    page.get_by_role("button", name="Buat").click()
    page.wait_for_url("**/edit/**")


def set_stages(page, stages) -> None:
    """On the form of an edition: move every stage to the days that `stages` gives, counted from today."""
    page.get_by_role("tab", name="Tahapan").click()
    now = timezone.localtime(clock.now())
    for number in range(len(stages)):
        kind = page.locator(f"[name=stages-{number}-kind]").input_value()
        for moment, days in zip(("opens_at", "closes_at"), stages[kind], strict=True):
            text = f"{now + timedelta(days=days):%Y-%m-%d} {'08' if moment == 'opens_at' else '16'}:00"
            fill_date(page, f"stages-{number}-{moment}", text)


def fill_date(page, name: str, text: str) -> None:
    """Fill a date and close its calendar, which would cover what comes below."""
    field = page.locator(f"[name={name}]")
    field.fill(text)
    page.locator(".xdsoft_datetimepicker:visible").first.wait_for()
    field.press("Tab")
    expect(field).not_to_be_focused()


def save(page) -> None:
    """Press the button at the foot of a form of the back office and see that it was taken."""
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def fill(page, prefix: str = "", **values: str) -> None:
    """Fill fields of a back office form by their names, whose labels several fields share there."""
    for name, value in values.items():
        page.locator(f"[name={prefix}{name}]").fill(value)


def choose(page, prefix: str = "", **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={prefix}{name}]").select_option(value)


def write_rubric(page) -> None:
    page.goto(reverse("rubrics:add"))
    fill(page, name="Rubrik penilaian proposal", level_labels="Sangat kurang\nKurang\nCukup\nBaik\nSangat baik")
    for number, (name, code, weight) in enumerate(CRITERIA):
        if number:
            page.locator("#id_criteria-ADD").click()
        prefix = f"criteria-{number}-"
        fill(page, prefix, name=name, code=code, weight=weight, sort_order=str(number + 1))
        choose(page, prefix, comment_policy="required")


def plan_round(page, edition, rubric) -> None:
    page.goto(reverse("rounds:add"))
    choose(page, edition=str(edition.pk), rubric=str(rubric.pk))
    save(page)


def add_award_level(page, edition, *, name: str, kind: str, order: int) -> None:
    page.goto(reverse("award_levels:add"))
    choose(page, edition=str(edition.pk), kind=kind)
    fill(page, name=name, places="1", sort_order=str(order))
    save(page)


def write_certificate_template(page, edition, *, kind: str, design: str) -> None:
    page.goto(reverse("certificate_templates:add"))
    choose(page, edition=str(edition.pk), kind=kind, design=design)
    fill(
        page,
        number_pattern="000.8.3.4/{seq:03}/{year}",
        place="Semarang",
        **{
            "signatories-0-position": "Kepala Biro Organisasi\nSekretariat Daerah Provinsi Jawa Tengah",
            "signatories-0-name": "Nama Pejabat",
        },
    )
    fill_date(page, "dated_on", f"{clock.today():%Y-%m-%d}")


def take_step(page, address: str, button: str) -> None:
    """Open a page that asks before it does something, and press its button."""
    page.goto(address)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".messages .success")).to_be_visible()


def seat_judge(page, round_, judge, *, is_chair: bool = False) -> None:
    page.goto(reverse("rounds:seat", args=[round_.pk]))
    page.get_by_label("Juri", exact=False).first.select_option(label=str(judge))
    page.get_by_label("Tempat bekerja").fill("Universitas Jenderal Soedirman")
    if is_chair:
        page.get_by_label("Ketua juri").check()
    page.get_by_role("button", name="Masukkan ke panel").click()
    expect(page.locator(".messages .success")).to_be_visible()
