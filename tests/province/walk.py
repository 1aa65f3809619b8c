"""Walk through the portal of another province, set up by its settings and one import; run in a process of its own.

Prints, as JSON, the text of every page by its address, and of a letter.
"""

import json
import sys
from pathlib import Path

import django

PATHS = (
    *("/", "/inovasi/", "/kompetisi/", "/pemenang/", "/perangkat-daerah/", "/statistik/", "/tentang/", "/pertanyaan/"),
    *("/panduan/", "/data/", "/data/api/", "/api/v1/openapi.json", "/masuk/", "/lupa-sandi/", "/tidak-ada/"),
    *("/pantau/", "/pantau/2027/layar/", "/admin/", "/akun/", "/opd/1/"),
)
AGENCIES = """code,name,kind,region_code,region
DINKES,Dinas Kesehatan,dinas,97,Provinsi Contoh Timur
RSUD,RSUD Contoh,rsud,97.01,Kabupaten Contoh
"""


def main(folder: Path) -> dict[str, str]:
    django.setup()
    # Models can be imported from here on only.
    from django.core import mail
    from django.core.management import call_command
    from django.test import Client

    from innovation_portal.accounts.roles import Role
    from submissions.models import Agency
    from submissions.services.edition_template import create_edition_from_template
    from tests.factories.accounts import UserFactory
    from tests.factories.submissions import MembershipFactory

    (folder / "opd.csv").write_text(AGENCIES)
    call_command("set_up_site", verbosity=0)
    call_command("import_agencies", folder / "opd.csv", verbosity=0)
    person = UserFactory(roles=[Role.SECRETARIAT, Role.LEADERSHIP])
    MembershipFactory(user=person, agency=Agency.objects.first())
    create_edition_from_template(2027, actor=person)
    visitor, office = Client(), Client()
    office.force_login(person)
    visitor.post("/lupa-sandi/", {"email": person.email})
    told = {path: visitor.get(path, follow=True).content.decode() for path in PATHS}
    told |= {f"office {path}": office.get(path, follow=True).content.decode() for path in PATHS}
    [letter] = mail.outbox
    return told | {"letter": f"{letter.from_email} {letter.subject} {letter.body}"}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(Path(sys.argv[1]))))
