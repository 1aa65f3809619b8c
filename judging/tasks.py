import logging

from django_tasks import task

from judging.models import Assignment
from judging.services.conflicts import withdraw_from_conflicts

logger = logging.getLogger(__name__)


@task()
def print_certificate_file(certificate_id: int) -> None:
    """Print one certificate."""
    from judging.models import Certificate
    from judging.services.certificates import render_certificate  # the service enqueues this task

    try:
        render_certificate(certificate_id)
    except Certificate.DoesNotExist:
        logger.warning("Certificate %s is gone, nothing was printed.", certificate_id)


@task()
def print_issue_run(run_id: int) -> None:
    """Print the certificates of a run, beside other workers."""
    from judging.models import IssueRun
    from judging.services.issue_runs import work_on_run  # the service enqueues this task

    try:
        work_on_run(run_id)
    except IssueRun.DoesNotExist:
        logger.warning("Run %s of printing certificates is gone, nothing was printed.", run_id)


@task()
def sign_certificate_file(certificate_id: int, actor_id: int) -> None:
    """Sign one certificate with the portal's key."""
    from innovation_portal.accounts.models import User
    from judging.services.signing import sign_in_background  # the service enqueues this task

    sign_in_background(certificate_id, actor=User.objects.get(pk=actor_id))


@task()
def make_file_for_printer(printer_file_id: int) -> None:
    """Put certificates into one PDF for a printing house; an order that is gone needs none."""
    from judging.services.printer_files import make_printer_file  # the service enqueues this task

    make_printer_file(printer_file_id)


@task()
def look_for_conflicts(agency_id: int) -> None:
    """Withdraw the judges who are tied to an agency, as it is now, from the entries of its innovations."""
    withdraw_from_conflicts(Assignment.objects.filter(version__submission__innovation__agency=agency_id))
