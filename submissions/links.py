"""Signed addresses in mails, for people without an account and for answers without signing in."""

from django.core import signing

FEEDBACK_SALT = "submissions.links.feedback"
FOLLOW_UP_SALT = "submissions.links.follow_up"


def feedback_token(feedback_id: int) -> str:
    """Return what opens the page where the writer of a feedback deletes it; only the writer's mails carry it."""
    return signing.dumps(feedback_id, salt=FEEDBACK_SALT)


def feedback_id_of(token: str) -> int | None:
    """Return the id that a token was made for, or `None` when it is not ours."""
    try:
        return signing.loads(token, salt=FEEDBACK_SALT)
    except signing.BadSignature:
        return None


def follow_up_token(follow_up_id: int, user_id: int) -> str:
    """Return what lets one person answer one follow-up without signing in; only the mail to that person carries it."""
    return signing.dumps([follow_up_id, user_id], salt=FOLLOW_UP_SALT)


def follow_up_and_user_of(token: str) -> tuple[int, int] | None:
    """Return the ids of the follow-up and the person that a token was made for, or `None` when it is not ours."""
    try:
        follow_up_id, user_id = signing.loads(token, salt=FOLLOW_UP_SALT)
    except signing.BadSignature:
        return None
    return follow_up_id, user_id
