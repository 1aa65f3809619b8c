"""What stands at the lasting address of an innovation, `/i/<code>/`, and what may be taken from it."""

from io import BytesIO
from pathlib import PurePosixPath

import segno
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views import View

from home.identifiers import innovation_id_of
from home.models import InnovationPage
from home.public_files import public_copy, public_picture
from home.selectors.proofs import Proof, public_proof
from home.share_cards import card_of, is_drawn, picture_of
from home.views.innovations import citation_of, facts_of, share_card_url, withdrawn_page
from innovation_portal.utils.files import private_response
from innovation_portal.utils.limits import is_within_limit
from submissions.enums import EvidenceKind

FOR_EVER = "public, max-age=31536000, immutable"
# Short enough that what is withdrawn is soon gone from the caches of others as well.
FOR_AN_HOUR = "public, max-age=3600"
WAIT_SECONDS = 60


def page_of(code: str) -> InnovationPage:
    """Return the page of a code, live or withdrawn; one that an editor took down or restricted does not exist."""
    page = InnovationPage.objects.filter(innovation=innovation_id_of(code)).first()
    if page is None or page.get_view_restrictions() or not (page.live or page.is_withdrawn):
        raise Http404
    return page


class IdentifiedView(View):
    """For what may be taken from a live page; that of a withdrawn one is gone like the page itself."""

    http_method_names = ["get", "head"]

    def get(self, request, code, **kwargs):
        self.page = page_of(code)
        return withdrawn_page(self.page, request) if self.page.is_withdrawn else self.answer(**kwargs)

    def answer(self, **kwargs):
        """Answer with what was asked for; the page is live."""
        raise NotImplementedError


class ShortAddress(IdentifiedView):
    """Lead on to the page. Not for ever: the address behind it may change, this one may not."""

    def answer(self):
        return redirect(self.page.get_url(self.request))


class ShareCard(IdentifiedView):
    """The picture for other sites. Its name is its content; who asks for an old one is led to the present one."""

    def answer(self, digest):
        facts = facts_of(self.page)
        card = card_of(self.page, facts)
        if digest != card.digest:
            return redirect(share_card_url(self.page, facts))
        if not is_drawn(card) and self._draws_too_much():
            return HttpResponse(status=429, headers={"Retry-After": str(WAIT_SECONDS)})
        return HttpResponse(picture_of(card), content_type="image/png", headers={"Cache-Control": FOR_EVER})

    def _draws_too_much(self) -> bool:
        """Ask for room for one more drawing, by this address and by all together."""
        return not is_within_limit(self.request, "share_card", key="all")


class QrCode(IdentifiedView):
    """The lasting address for the camera of a telephone: it stands on paper."""

    def answer(self):
        output = BytesIO()
        segno.make(self.page.lasting_address, micro=False).save(output, kind="svg", border=0, xmldecl=False)
        headers = {"Cache-Control": FOR_AN_HOUR}
        return HttpResponse(output.getvalue(), content_type="image/svg+xml", headers=headers)


class CitationFile(IdentifiedView):
    content_type, ending = "", ""

    def answer(self):
        citation = citation_of(self.page, facts_of(self.page))
        headers = {"Content-Disposition": f'attachment; filename="inovasi-{citation.code}.{self.ending}"'}
        return HttpResponse(
            self.text_of(citation), content_type=f"{self.content_type}; charset=utf-8", headers=headers
        )

    def text_of(self, citation) -> str:
        raise NotImplementedError


class BibtexFile(CitationFile):
    content_type, ending = "application/x-bibtex", "bib"

    def text_of(self, citation):
        return citation.as_bibtex()


class RisFile(CitationFile):
    content_type, ending = "application/x-research-info-systems", "ris"

    def text_of(self, citation):
        return citation.as_ris()


class ProofView(IdentifiedView):
    """A file of evidence that is marked as public in the frozen version that the public reads; others do not exist."""

    kind: EvidenceKind

    def answer(self, pk):
        proof = public_proof(facts_of(self.page).version, pk, self.kind)
        if proof is None:
            raise Http404
        try:
            response = self.file_of(proof)
        except (FileNotFoundError, ValidationError) as error:
            raise Http404 from error
        response.headers["Cache-Control"] = FOR_AN_HOUR
        return response

    def file_of(self, proof: Proof) -> FileResponse:
        raise NotImplementedError


class ProofFile(ProofView):
    kind = EvidenceKind.DOCUMENT

    def file_of(self, proof):
        name = PurePosixPath(proof.original_name).name
        return private_response(public_copy(proof), name=name, content_type=proof.content_type, inline=True)


class ProofPicture(ProofView):
    kind = EvidenceKind.PICTURE

    def file_of(self, proof):
        name = f"{proof.id}.jpg"
        return private_response(public_picture(proof), name=name, content_type="image/jpeg", inline=True)
