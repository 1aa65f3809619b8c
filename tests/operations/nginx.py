"""The configuration of nginx that docs/operations.md installs, moved into a scratch folder and to ports of its own."""

import re
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

FOLDER = settings.BASE_DIR / "docs/operations/nginx"
NAME = "inovasi.example.go.id"


def configured(folder: Path, *, http: int = 8080, https: int = 8443) -> Path:
    """Write everything that nginx reads into `folder`, with a certificate of its own; return the main file.

    The release lies in `folder/current`, and the portal would answer at `folder/web.sock`.
    """
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN={NAME} -addext subjectAltName=DNS:{NAME}".split()
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  the arguments are ours
    text = (FOLDER / "inovasi.conf").read_text()
    moved = {
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": "cert.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": "key.pem",
        "/etc/nginx/inovasi-proxy.conf": "inovasi-proxy.conf",
        "/etc/nginx/inovasi-headers.conf": "inovasi-headers.conf",
        "/var/log/nginx/inovasi.log": "inovasi.log",
        "/srv/inovasi/current": "current",
        "/srv/inovasi/previous": "previous",
        "/run/inovasi/web.sock": "web.sock",
    }
    for place, here in moved.items():
        assert place in text
        text = text.replace(place, str(folder / here))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{http};")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{https} ssl")
    (folder / "inovasi.conf").write_text(re.sub(r"listen \[::\].*", "", text))
    for name in ("inovasi-proxy.conf", "inovasi-headers.conf"):
        shutil.copy(FOLDER / name, folder)
    kinds = "types { text/css css; text/html html; }"
    main = folder / "nginx.conf"
    main.write_text(
        f"pid {folder}/pid; daemon off; error_log stderr; events {{}} "
        f"http {{ {kinds} client_body_temp_path {folder}/body; include {folder}/inovasi.conf; }}"
    )
    return main
