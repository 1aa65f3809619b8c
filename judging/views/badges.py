"""A certificate for programs: its badge, and whether the badge was revoked."""

from django.conf import settings
from django.http import JsonResponse
from django.templatetags.static import static

from judging.badges import badge_of, revocations_of
from judging.enums import CertificateState, CheckWay
from judging.selectors.certificates import certificate_by_code
from judging.views.checks import LimitedView, outcome_of

BADGE_SECONDS = 3600
STATUS_SECONDS = 60
# One of the two media types that Open Badges 3.0 names for a credential.
CREDENTIAL_TYPE = "application/vc+ld+json"


class BadgeView(LimitedView):
    """JSON about one certificate that any page may read; kept by caches for `seconds`."""

    way = CheckWay.BADGE
    content_type = "application/json"
    seconds: int

    def get(self, request, public_id):
        if self.is_too_much("certificate_page", public_id):
            return self.busy_page()
        certificate = certificate_by_code(public_id)
        if certificate is None:
            response = JsonResponse({"error": "No certificate has this code."}, status=404)
        else:
            response = JsonResponse(self.contents(certificate), content_type=self.content_type)
            response.headers["Cache-Control"] = f"public, max-age={self.seconds}"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def contents(self, certificate) -> dict:
        raise NotImplementedError


class CertificateBadge(BadgeView):
    content_type = CREDENTIAL_TYPE
    seconds = BADGE_SECONDS

    def contents(self, certificate):
        self.note(outcome_of(certificate), certificate)
        picture = settings.PORTAL_ADDRESS.rstrip("/") + static("ornaments/mark.svg")
        return badge_of(certificate.payload, picture=picture)


class BadgeStatus(BadgeView):
    seconds = STATUS_SECONDS

    def contents(self, certificate):
        is_valid = certificate.state == CertificateState.ISSUED
        return revocations_of(certificate.payload, reason=None if is_valid else certificate.revocation_reason)
