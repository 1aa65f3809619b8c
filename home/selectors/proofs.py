"""The evidence of a frozen version that its agency shows to the public."""

from dataclasses import dataclass

from innovation_portal.utils.addresses import host_of
from submissions.enums import EvidenceKind
from submissions.models import SubmissionVersion

# Where videos are kept; what comes from elsewhere is a link like any other.
VIDEO_HOSTS = ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "tiktok.com", "dailymotion.com")


@dataclass(frozen=True)
class Proof:
    """One piece that the public may see. `file` is its place in the storage, `size` in bytes."""

    id: int
    kind: EvidenceKind
    title: str
    url: str
    file: str
    original_name: str
    content_type: str
    size: int
    sha256: str
    alternative_text: str

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def is_video(self) -> bool:
        return is_video_host(self.host)


def public_proofs(version: SubmissionVersion | None) -> list[Proof]:
    """Return what is marked as public in a frozen version, in its order; a past innovation has none."""
    pieces = version.payload["evidence"] if version else []
    return [
        Proof(
            id=piece["id"],
            kind=EvidenceKind(piece["kind"]),
            **{
                name: piece[name]
                for name in ("title", "url", "file", "original_name", "content_type", "size", "sha256")
            },
            alternative_text=piece["alternative_text"],
        )
        for piece in pieces
        if piece.get("is_public")
    ]


def public_proof(version: SubmissionVersion | None, proof_id: int, kind: EvidenceKind) -> Proof | None:
    return next((one for one in public_proofs(version) if (one.id, one.kind) == (proof_id, kind)), None)


def is_video_host(host: str) -> bool:
    return any(host == known or host.endswith(f".{known}") for known in VIDEO_HOSTS)
