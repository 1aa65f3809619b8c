"""What Prometheus is told of judging."""

from prometheus_client.core import GaugeMetricFamily

from innovation_portal.operations.metrics import gauge, state_metric
from innovation_portal.utils import clock
from judging.signing.configured import end_of_signing


@state_metric
def time_left_to_sign() -> GaugeMetricFamily:
    """Return the seconds until the certificate ends that signs; no value where a token signs, or nothing."""
    ends_at = end_of_signing()
    left = (ends_at - clock.now()).total_seconds() if ends_at else None
    return gauge("portal_signing_certificate_seconds", "Until the end of the certificate that signs", left)
