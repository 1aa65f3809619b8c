"""Objecting in public, and following an objection by its code."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from innovation_portal.utils.limits import is_within_limit
from judging.objection_forms import ObjectionCodeForm, ObjectionForm
from judging.pdf import spaced_code
from judging.retention import OBJECTORS
from judging.selectors.objections import (
    award_in_public,
    latest_objection_period,
    objection_by_code,
    objection_period,
)
from judging.services.objections import submit_objection


class ObjectionStart(View):
    """When the public may object and to which awards; and where an objection is looked up by its code."""

    def get(self, request):
        form = ObjectionCodeForm(request.GET if "kode" in request.GET else None)
        if form.is_valid():
            return redirect("judging:objection-detail", public_id=form.cleaned_data["kode"])
        return render(request, "judging/objections/start.html", {"form": form, "period": latest_objection_period()})


class ObjectionCreate(View):
    """The form for one award. Outside the objection period the start page says when it is."""

    def dispatch(self, request, pk):
        self.award = award_in_public(pk)
        if self.award is None:
            raise Http404
        self.period = objection_period(self.award.level.edition)
        return super().dispatch(request, pk)

    def get(self, request, pk):
        if not self.period.is_open or self.award not in self.period.awards:
            return redirect("judging:objection-start")
        return self._page(ObjectionForm())

    def post(self, request, pk):
        form = ObjectionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        if not is_within_limit(request, "objection"):
            form.add_error(None, _("Many objections came from your connection within an hour. Try again in an hour."))
            return self._page(form, status=429)
        try:
            objection = submit_objection(
                pk,
                objector=form.objector,
                reason=form.cleaned_data["reason"],
                consent=form.consent_text(),
                uploads=form.cleaned_data["uploads"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(form)
        messages.success(request, _("Your objection has been received. Note its code."))
        return redirect("judging:objection-detail", public_id=objection.public_id)

    def _page(self, form, status=200):
        if form.is_bound:
            form.ask_for_files_again()
        context = {
            "form": form,
            "award": self.award,
            "period": self.period,
            "kept_months": OBJECTORS.months,
        }
        return render(self.request, "judging/objections/form.html", context, status=status)


class ObjectionDetail(View):
    """Where an objection stands and what was answered, for whoever holds its code: never who wrote it, or what."""

    def get(self, request, public_id):
        form = ObjectionCodeForm({"kode": public_id})
        if not form.is_valid():
            context = {"form": form, "period": latest_objection_period()}
            return render(request, "judging/objections/start.html", context, status=404)
        if form.cleaned_data["kode"] != public_id:
            return redirect("judging:objection-detail", public_id=form.cleaned_data["kode"])
        objection = objection_by_code(public_id)
        context = {"objection": objection, "code": spaced_code(public_id), "answers": objection.answers.all()}
        response = render(request, "judging/objections/detail.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response
