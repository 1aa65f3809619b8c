from django.core.exceptions import PermissionDenied


def check_may_issue(actor) -> None:
    """Raise `PermissionDenied` for whoever may not number, print, sign or hand out certificates."""
    if not actor.has_perm("judging.issue_certificate"):
        raise PermissionDenied
