"""A way to the provider and back: what was sent along, and what the answer has to fit.

It is kept in the session, so an answer counts only in the browser that asked, and once.
"""

import secrets
from dataclasses import asdict, dataclass, field

from innovation_portal.utils import clock

ATTEMPTS = "provider_attempts"
SECONDS = 10 * 60
MOST = 5  # doors that stand open in several tabs, the latest


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Attempt:
    """`purpose` is the name of the view that hears the answer; a fresh one has the provider ask the person anew."""

    purpose: str
    is_fresh: bool
    next: str
    began_at: float = field(default_factory=lambda: clock.now().timestamp())
    state: str = field(default_factory=_random)
    nonce: str = field(default_factory=_random)
    verifier: str = field(default_factory=_random)


def keep_attempt(request, attempt: Attempt) -> None:
    kept = [*request.session.get(ATTEMPTS, []), asdict(attempt)]
    request.session[ATTEMPTS] = kept[-MOST:]


def take_attempt(request, state: str) -> Attempt | None:
    """Return the attempt of this state and forget it; None where this browser began none, or too long ago."""
    kept = [Attempt(**values) for values in request.session.get(ATTEMPTS, [])]
    found = next((one for one in kept if secrets.compare_digest(one.state.encode(), state.encode())), None)
    if found is None:
        return None
    request.session[ATTEMPTS] = [asdict(one) for one in kept if one is not found]
    return found if clock.now().timestamp() - found.began_at <= SECONDS else None
