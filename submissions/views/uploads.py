"""Evidence sent in pieces by `static/js/evidence.js`. Answers are JSON; a refusal is a `problem` with its `code`."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from submissions.forms.uploads import PieceForm, UploadStartForm
from submissions.selectors.editions import template_of
from submissions.selectors.uploads import uploads_open_to
from submissions.services.uploads import add_piece, arrived_of, finish_upload, start_upload
from submissions.views.desk import SubmissionDeskMixin


class PiecesView(SubmissionDeskMixin, View):
    """What the steps of an upload have in common: a form, one service, and how it is answered."""

    form_class = None

    def look_up(self) -> None:
        """Find what the address names, before anything that was sent is looked at."""
        uploads = uploads_open_to(self.request.user, self.submission)
        self.upload = get_object_or_404(uploads, pk=self.kwargs["upload_pk"])

    def get_problem(self, error) -> dict:
        return {"problem": error.messages[0], "code": getattr(error, "code", None) or "invalid"}

    def post(self, request, **kwargs):
        self.look_up()
        try:
            return JsonResponse(self.perform(**self.cleaned()))
        except ValidationError as error:
            return JsonResponse(self.get_problem(error))

    def cleaned(self) -> dict:
        if self.form_class is None:
            return {}
        form = self.form_class(self.request.POST, self.request.FILES)
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        return form.cleaned_data

    def perform(self, **data) -> dict:
        """Call the service and return what the browser has to know."""
        raise NotImplementedError


class UploadStart(PiecesView):
    http_method_names = ["post"]
    form_class = UploadStartForm

    def look_up(self):
        self.section = get_object_or_404(template_of(self.submission).sections, pk=self.kwargs["section_pk"])

    def perform(self, **data):
        upload = start_upload(self.submission.pk, self.section.pk, actor=self.request.user, **data)
        place = [self.submission.pk, upload.pk]
        return {
            "received": upload.received,
            "pieces": reverse("submissions:upload-pieces", args=place),
            "finish": reverse("submissions:upload-finish", args=place),
        }


class UploadPieces(PiecesView):
    """GET says where to go on, POST takes the next piece."""

    form_class = PieceForm

    def get(self, request, **kwargs):
        self.look_up()
        return JsonResponse({"received": arrived_of(self.upload)})

    def perform(self, **data):
        return {"received": add_piece(self.upload.pk, actor=self.request.user, **data).received}


class UploadFinish(PiecesView):
    http_method_names = ["post"]

    def perform(self):
        return {"evidence": finish_upload(self.upload.pk, actor=self.request.user).pk}
