"""How long the personal data of judging is kept; the reasons stand in `judging.retention`."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from innovation_portal.privacy.retention import Retention, register_rule
from judging.retention import CHECK_VISITORS_DAYS, OBJECTORS
from judging.selectors.printer_files import KEPT_FOR as PRINTER_FILES_KEPT
from judging.services.checks import erase_old_checks
from judging.services.erasing import erase_objectors
from judging.services.printer_files import delete_old_printer_files

DAYS_OF_A_MONTH = 30

register_rule(
    Retention(
        "objectors",
        "judging.Objection",
        what=_("Name and contact of who objected"),
        age=timedelta(days=OBJECTORS.months * DAYS_OF_A_MONTH),
        counted_from=_("when the awards are final, in whole months"),
        act=_("Erased with the files; what was said and answered stays"),
        run=erase_objectors,
        order=40,
    ),
    Retention(
        "checks",
        "judging.CertificateCheck",
        what=_("Fingerprints of checks of certificates"),
        age=timedelta(days=CHECK_VISITORS_DAYS),
        counted_from=_("the day of the check"),
        act=_("Emptied; after two years the check is deleted"),
        run=erase_old_checks,
    ),
    Retention(
        "printer files",
        "judging.PrinterFile",
        what=_("Files for the printing house"),
        age=PRINTER_FILES_KEPT,
        counted_from=_("when it was ordered"),
        act=_("Deleted"),
        run=delete_old_printer_files,
    ),
)
