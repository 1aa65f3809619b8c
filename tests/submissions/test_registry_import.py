import csv
import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import ModelLogEntry

from innovation_portal.utils.spreadsheets import write_xlsx
from submissions.enums import AgencyKind, DataMark, RegionKind, ServiceField
from submissions.imports import AGENCIES, INNOVATIONS
from submissions.models import Agency, Innovation, Recognition, Region
from submissions.services.registry_import import ImportReport, import_agencies, import_innovations
from tests.factories.submissions import AgencyFactory, InnovationFactory, RegionFactory

DATA = Path("submissions/data")
AGENCY_HEADINGS = ["code", "name", "kind", "region_code", "region", "certainty"]
INNOVATION_HEADINGS = ["title", "agency", "region", "year", "category", "award", "source"]
DINKES = ["DINKES", "Dinas Kesehatan", "dinas", "33", "Provinsi Jawa Tengah", "from published lists, 2023-2024"]
SOURCE = "https://example.id/berita"


def table(headings, *rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, *rows])
    return SimpleUploadedFile("tabel.csv", buffer.getvalue().encode())


def agencies(*rows, headings=AGENCY_HEADINGS):
    return AGENCIES.check(AGENCIES.read(table(headings, *rows)))


def recognised(title="Sowan", agency="Dinas Kesehatan", region="Provinsi Jawa Tengah", **other):
    row = {"year": 2019, "category": "", "award": "Top 45", "source": SOURCE, **other}
    return [title, agency, region, *row.values()]


def innovations(*rows):
    return INNOVATIONS.check(INNOVATIONS.read(table(INNOVATION_HEADINGS, *rows)))


def counts(report: ImportReport):
    return report.created, report.changed, report.unchanged


def errors_of(check, *rows):
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        check(*rows)
    return [(error.params["row"], error.params["column"]) for error in caught.value.error_list]


def test_files_of_the_project_load_and_a_second_run_changes_nothing(db):
    for path, read, service in (
        (DATA / "agencies.csv", AGENCIES, import_agencies),
        (DATA / "past_innovations.csv", INNOVATIONS, import_innovations),
    ):
        rows = read.check(read.read(path))
        assert counts(service(rows)) == (len(rows), 0, 0)
        assert counts(service(rows)) == (0, 0, len(rows))

    assert Recognition.objects.count() == 90
    # SAN PIISAN and eVa-Centil were recognised twice; each is one innovation.
    assert Innovation.objects.filter(data_mark=DataMark.PUBLIC).count() == 88
    assert Region.objects.filter(code__startswith="33").count() == 36
    assert Agency.objects.filter(is_obliged=True).count() == 50
    assert not Agency.objects.filter(kind__in=["provinsi", "kabupaten", "kota"], is_obliged=True).exists()


def test_row_of_a_region_is_the_region_and_its_government(db):
    import_agencies(
        agencies(["33.02", "Kabupaten Banyumas", "kabupaten", "33.02", "Kabupaten Banyumas", "code to be confirmed"])
    )

    region = Region.objects.get()
    government = Agency.objects.get()
    assert (region.code, region.name, region.kind, region.needs_confirmation) == (
        "33.02",
        "Kabupaten Banyumas",
        RegionKind.REGENCY,
        True,
    )
    assert (government.code, government.name, government.kind, government.is_obliged) == (
        "33.02",
        "Pemerintah Kabupaten Banyumas",
        AgencyKind.REGENCY,
        False,
    )
    assert (government.needs_confirmation, government.source_note) == (True, "code to be confirmed")


def test_former_name_moves_to_the_note(db):
    name = "RSUD dr. Rehatta, formerly RSUD Kelet (Jepara)"
    import_agencies(agencies(["RSUD-R", name, "rsud", "33", "Provinsi Jawa Tengah", ""]))

    agency = Agency.objects.get()
    assert (agency.name, agency.source_note) == ("RSUD dr. Rehatta", "Dahulu RSUD Kelet (Jepara).")


def test_agency_is_known_by_code_then_by_name(db):
    region = RegionFactory(code="", name="Provinsi Jawa Tengah", kind=RegionKind.PROVINCE)
    known = AgencyFactory(region=region, code="SEMENTARA", name="dinas kesehatan")

    report = import_agencies(agencies(DINKES))

    known.refresh_from_db()
    region.refresh_from_db()
    assert counts(report) == (0, 1, 0)
    assert (known.code, known.name, region.code) == ("DINKES", "Dinas Kesehatan", "")


def test_what_the_table_does_not_say_stays(db):
    import_agencies(agencies(DINKES))
    Agency.objects.update(is_obliged=False, needs_confirmation=True, source_note="Diperiksa Rabu.")

    report = import_agencies(agencies(DINKES[:5], headings=AGENCY_HEADINGS[:5]))

    agency = Agency.objects.get()
    assert counts(report) == (0, 0, 1)
    assert (agency.is_obliged, agency.needs_confirmation, agency.source_note) == (False, True, "Diperiksa Rabu.")


def test_all_wrong_cells_of_agencies_are_named_at_once(db):
    found = errors_of(
        agencies,
        DINKES,
        ["", "Tanpa kode", "dinas", "33", "Provinsi Jawa Tengah", ""],
        ["X1", "N" * 201, "kantor", "tiga", "Jateng", ""],
        DINKES,
        ["X2", "dinas kesehatan", "dinas", "33", "Provinsi Jawa Tengah", ""],
        ["X3", "Dinas Sosial", "dinas", "33", "Provinsi Jawa Barat", ""],
    )

    assert found == [
        (3, "code"),
        (4, "name"),
        (4, "kind"),
        (4, "region_code"),
        (4, "region"),
        (5, ""),
        (6, ""),
        (7, "region"),
    ]


def test_nothing_is_written_when_code_and_name_are_two_agencies(db):
    region = RegionFactory(code="33", name="Provinsi Jawa Tengah", kind=RegionKind.PROVINCE)
    AgencyFactory(region=region, code="DINKES", name="Dinas Lama")
    AgencyFactory(region=region, code="LAIN", name="Dinas Kesehatan")
    new = ["BARU", "Dinas Baru", "dinas", "33", "Provinsi Jawa Tengah", ""]

    with pytest.raises(ValidationError) as caught:
        import_agencies(agencies(new, DINKES))

    assert [(error.params["row"], error.params["column"]) for error in caught.value.error_list] == [(3, "name")]
    assert set(Agency.objects.values_list("code", "name")) == {("DINKES", "Dinas Lama"), ("LAIN", "Dinas Kesehatan")}


def test_preview_counts_and_keeps_nothing(secretary):
    report = import_agencies(agencies(DINKES), actor=secretary, is_preview=True)

    assert counts(report) == (1, 0, 0)
    assert (Agency.objects.count(), Region.objects.count(), ModelLogEntry.objects.count()) == (0, 0, 0)


def test_import_by_a_person_stands_in_the_history(secretary):
    import_agencies(agencies(DINKES), actor=secretary)

    entry = ModelLogEntry.objects.for_instance(Agency.objects.get()).get()
    assert (entry.action, entry.user, entry.data) == ("wagtail.create", secretary, {"import": True})


@pytest.mark.parametrize("service", [import_agencies, import_innovations])
def test_only_the_secretariat_imports(verifier, service):
    with pytest.raises(PermissionDenied):
        service([], actor=verifier)


@pytest.mark.parametrize(
    "words",
    [
        "Dinas Kesehatan",
        "DINAS kesehatan (Semarang)",
        "dinkes",
        "Dinas Kesehatan Rakyat (now Dinas Kesehatan)",
    ],
)
def test_source_means_the_agency_that_is_known(db, words):
    import_agencies(agencies(DINKES))

    report = import_innovations(innovations(recognised(agency=words)))

    assert report.agencies_added == []
    assert Innovation.objects.get().agency.code == "DINKES"


@pytest.mark.parametrize("words", ["", "(not stated in source)", "Pemerintah Kabupaten"])
def test_innovation_without_an_agency_belongs_to_the_government_of_the_region(db, words):
    import_innovations(innovations(recognised(agency=words, region="Kabupaten Banyumas")))

    agency = Agency.objects.get()
    assert (agency.name, agency.kind, agency.is_obliged) == (
        "Pemerintah Kabupaten Banyumas",
        AgencyKind.REGENCY,
        False,
    )


def test_agency_that_is_missing_is_added_under_its_region(db):
    rows = innovations(
        recognised(agency="Puskesmas Cluwak", region="Kabupaten Pati"),
        recognised(title="Lain", agency="Puskesmas Cluwak", region="Kabupaten Pati"),
        recognised(title="Tiga", agency="Puskesmas Cluwak", region="Kabupaten Jepara"),
        recognised(title="Empat", agency="BPHN Kementerian Hukum", region="Nasional"),
    )

    report = import_innovations(rows)

    assert report.agencies_added == [
        "Puskesmas Cluwak (Kabupaten Pati)",
        "Puskesmas Cluwak (Kabupaten Jepara)",
        "BPHN Kementerian Hukum (Nasional)",
    ]
    assert set(Agency.objects.values_list("kind", "region__kind", "region__code", "is_obliged")) == {
        ("upp", "kabupaten", "", False),
        ("lainnya", "nasional", "", False),
    }


def test_region_of_which_only_the_province_is_known_is_the_province(db):
    import_innovations(innovations(recognised(agency="", region="Jawa Tengah (not stated in source)")))

    assert Region.objects.get().name == "Provinsi Jawa Tengah"


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("Kesehatan (inferred)", (ServiceField.HEALTH, True)),
        ("Kebencanaan", (ServiceField.DISASTER, False)),
        ("Pelayanan publik", ("", False)),
        ("BUMD (inferred)", ("", False)),
        ("", ("", False)),
    ],
)
def test_category_becomes_a_field_of_service(db, category, expected):
    import_innovations(innovations(recognised(category=category)))

    innovation = Innovation.objects.get()
    assert (innovation.field, innovation.is_field_inferred) == expected


def test_two_awards_of_one_innovation_are_two_recognitions(db):
    rows = innovations(
        recognised(title="Sanpiisan (Sayangi Ibu)", year=2024, category="Kesehatan (inferred)"),
        recognised(title="SAN PIISAN (Sayangi Ibu)", year=2021, award="UNPSA", category="Gender-responsive services"),
    )

    import_innovations(rows)

    innovation = Innovation.objects.get()
    assert (innovation.first_known_year, innovation.field, innovation.is_field_inferred, innovation.data_mark) == (
        2021,
        ServiceField.INCLUSION,
        False,
        DataMark.PUBLIC,
    )
    assert list(innovation.recognitions.values_list("award", "year", "source_url")) == [
        ("Top 45", 2024, SOURCE),
        ("UNPSA", 2021, SOURCE),
    ]


def test_innovation_of_the_registry_gets_the_award_and_keeps_its_facts(db):
    own = InnovationFactory(
        title="Sowan", agency=AgencyFactory(region=RegionFactory(name="Provinsi Jawa Tengah"), name="Dinas Kesehatan")
    )

    report = import_innovations(innovations(recognised(category="Pendidikan")))

    own.refresh_from_db()
    assert counts(report) == (1, 0, 0)
    assert (own.field, own.first_known_year, own.data_mark) == (ServiceField.HEALTH, None, DataMark.REGISTRY)
    assert own.recognitions.get().award == "Top 45"


def test_changed_source_of_an_award_is_a_change(db):
    import_innovations(innovations(recognised()))

    report = import_innovations(innovations(recognised(source="https://example.id/lain")))

    assert counts(report) == (0, 1, 0)
    assert Recognition.objects.get().source_url == "https://example.id/lain"


def test_all_wrong_cells_of_innovations_are_named_at_once(db):
    found = errors_of(
        innovations,
        recognised(),
        recognised(title=""),
        recognised(
            region="Banyumas", year="dua ribu", category="Sihir", award="A" * 151, source="javascript:alert(1)"
        ),
        recognised(agency="", region="Nasional"),
        recognised(title="SOWAN"),
    )

    assert found == [
        (3, "title"),
        (4, "region"),
        (4, "year"),
        (4, "category"),
        (4, "award"),
        (4, "source"),
        (5, "agency"),
        (6, ""),
    ]


def test_formula_in_a_cell_is_kept_as_text(db):
    import_innovations(innovations(recognised(title='=HYPERLINK("http://x")')))

    assert Innovation.objects.get().title == '=HYPERLINK("http://x")'


def test_workbook_is_read_like_a_text_table(db):
    content = write_xlsx(AGENCY_HEADINGS, [DINKES])

    rows = AGENCIES.check(AGENCIES.read(SimpleUploadedFile("tabel.xlsx", content)))

    assert rows == agencies(DINKES)


def test_missing_column_is_named(db):
    with pytest.raises(ValidationError) as caught:
        AGENCIES.read(table(["code", "name"], ["A", "B"]))

    assert "kind, region_code, region" in caught.value.messages[0]


def test_command_names_the_cells_in_indonesian_and_writes_nothing(db, tmp_path):
    path = tmp_path / "salah.csv"
    path.write_bytes(
        table(AGENCY_HEADINGS, DINKES, ["", "Tanpa kode", "dinas", "33", "Provinsi Jawa Tengah", ""]).read()
    )

    with pytest.raises(CommandError, match=r"^Baris 3, kolom code: "):
        call_command("import_agencies", path)

    assert Agency.objects.count() == 0


def test_command_says_what_it_did(db, capsys):
    call_command("import_agencies", DATA / "agencies.csv")
    call_command("import_innovations", DATA / "past_innovations.csv")

    assert capsys.readouterr().out.splitlines() == [
        "agencies.csv: 87 created, 0 changed, 0 unchanged, 0 agencies added.",
        "past_innovations.csv: 90 created, 0 changed, 0 unchanged, 40 agencies added.",
    ]


def test_command_without_its_file_says_so(db):
    with pytest.raises(CommandError, match="tidak-ada"):
        call_command("import_agencies", "tidak-ada.csv")
