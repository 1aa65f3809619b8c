"""Mistakes in folders, disks and libraries."""

import os
import shutil
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

READABLE_BY_ALL = 0o007
ENOUGH_BYTES, ENOUGH_SHARE = 1024**3, 0.05


@register(Tags.security, deploy=True)
def uploads_are_private(app_configs, **kwargs):
    """Look at the folders of uploads; where they do not exist yet, at the one in which they will be made."""
    found = []
    for name, folder in upload_folders().items():
        if _is_served(folder):
            found.append(Error(f"{name} {folder} lies in a folder that is served to everybody.", id="portal.E030"))
        present = _nearest(folder)
        if not os.access(present, os.W_OK | os.X_OK):
            found.append(
                Error(
                    f"{name} {folder} cannot be written by this process.",
                    hint=f"install -d -m 0750 -o inovasi -g inovasi {folder}; under systemd also ReadWritePaths=",
                    id="portal.E031",
                )
            )
        if folder.is_dir() and folder.stat().st_mode & READABLE_BY_ALL:
            found.append(
                Warning(
                    f"{name} {folder} can be read by every account of this machine.",
                    hint=f"chmod 0750 {folder}",
                    id="portal.W032",
                )
            )
    return found


def upload_folders() -> dict[str, Path]:
    """Return the folders of this machine that hold uploads, by the setting that names them."""
    folders = {} if settings.S3_BUCKET else {"MEDIA_ROOT": Path(settings.MEDIA_ROOT)}
    return folders | {"PARTIAL_UPLOADS_ROOT": Path(settings.PARTIAL_UPLOADS_ROOT)}


def _is_served(folder: Path) -> bool:
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    return any(
        folder.resolve().is_relative_to(one.resolve()) or one.resolve().is_relative_to(folder.resolve())
        for one in served
    )


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.resolve().parents) if place.exists())


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(app_configs, **kwargs):
    """The storage reads its list when it is first asked for; one that it may not read is as good as none."""
    try:
        if not isinstance(staticfiles_storage, ManifestFilesMixin) or staticfiles_storage.hashed_files:
            return []
    except PermissionError:
        pass
    return [
        Warning(
            f"No static files that this process may read were collected in {settings.STATIC_ROOT}: pages would fail.",
            hint="manage.py collectstatic --no-input, as who may write there",
            id="portal.W033",
        )
    ]


@register(deploy=True)
def disk_has_room(app_configs, **kwargs):
    """A full disk refuses uploads first, and then the database."""
    places = {_nearest(folder) for folder in upload_folders().values()}
    if connection.vendor == "sqlite":
        places.add(_nearest(Path(connection.settings_dict["NAME"])))
    found = []
    for place in sorted(places):
        usage = shutil.disk_usage(place)
        if usage.free < max(ENOUGH_BYTES, usage.total * ENOUGH_SHARE):
            free = f"{usage.free / 1024**3:.1f} GB"
            found.append(Warning(f"The disk of {place} has {free} left.", hint="docs/operations.md", id="portal.W034"))
    return found


@register(deploy=True)
def documents_can_be_printed(app_configs, **kwargs):
    """Certificates and dossiers need Pango, which comes from the system, and the fonts beside the code."""
    try:
        pdf = import_module("innovation_portal.utils.pdf")  # only now: it is what may fail
    except OSError as error:
        hint = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        return [Error(f"Documents cannot be printed, a library is missing: {error}", hint=hint, id="portal.E035")]
    if any(pdf.FONTS.glob("*.woff2")):
        return []
    hint = "They are a part of every release; take it again."
    return [Error(f"Documents cannot be printed, {pdf.FONTS} holds no fonts.", hint=hint, id="portal.E035")]
