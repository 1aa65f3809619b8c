"""A frozen version to take home."""

from submissions.dossiers.archive import pack_dossier
from submissions.dossiers.press import print_dossier

__all__ = ["pack_dossier", "print_dossier"]
