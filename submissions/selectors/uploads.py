from django.db.models import QuerySet

from submissions.models import PartialUpload, Submission


def uploads_open_to(user, submission: Submission) -> QuerySet[PartialUpload]:
    """Return the uploads of the submission that this user started; a colleague's are nobody else's business."""
    return PartialUpload.objects.filter(submission=submission, user=user)
