"""Signed addresses in mails, for people without an account and for answers without signing in."""

from django.core import signing

FEEDBACK_SALT = "submissions.links.feedback"


def feedback_token(feedback_id: int) -> str:
    """Return what opens the page where the writer of a feedback deletes it; only the writer's mails carry it."""
    return signing.dumps(feedback_id, salt=FEEDBACK_SALT)


def feedback_id_of(token: str) -> int | None:
    """Return the id that a token was made for, or `None` when it is not ours."""
    try:
        return signing.loads(token, salt=FEEDBACK_SALT)
    except signing.BadSignature:
        return None
