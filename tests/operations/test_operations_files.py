"""The files that docs/operations.md tells an operator to install are ones that the programs take."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.operations.nginx import configured
from tests.portal.test_settings import PRODUCTION, production

FOLDER = settings.BASE_DIR / "docs/operations"
UNITS = sorted((FOLDER / "systemd").iterdir())


def run(*command):
    """Run a program of the system; return its code and all that it said."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    result = subprocess.run(  # noqa: S603
        [str(part) for part in command], capture_output=True, text=True, check=False, env={"PATH": path}
    )
    return result.returncode, result.stdout + result.stderr


def test_systemd_takes_every_unit(tmp_path):
    """What a unit starts must exist, so the units are tried with a prefix where it does."""
    for unit in UNITS:
        text = unit.read_text()
        for program in re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE):
            place = tmp_path / program.removeprefix("/srv/inovasi/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("#!/bin/sh\n")
            place.chmod(0o755)
        (tmp_path / unit.name).write_text(text.replace("/srv/inovasi", str(tmp_path)))
    names = [unit.name.replace("@.", "@1.") for unit in UNITS]

    assert run("systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in names)) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_every_service_may_do_little(unit):
    lines = unit.read_text().splitlines()

    for wanted in ("User=inovasi", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert wanted in lines


def test_nginx_takes_its_configuration(tmp_path):
    main = configured(tmp_path)

    code, said = run("nginx", "-t", "-q", "-c", main, "-e", "stderr", "-p", tmp_path)

    assert (code, said) == (0, "")


def test_nginx_takes_what_the_portal_accepts():
    text = (FOLDER / "nginx/inovasi.conf").read_text()

    megabytes = int(re.search(r"client_max_body_size (\d+)m;", text).group(1))
    assert megabytes * 1024 * 1024 >= settings.REQUEST_MAX_BYTES


def test_settings_of_the_example_start_production(tmp_path):
    lines = (FOLDER / "portal.env").read_text().splitlines()
    values = {name: value.strip('"') for name, _is, value in (line.partition("=") for line in lines) if name and _is}
    named = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE)

    assert values.keys() - set(named) == set()
    values |= {"SECRET_KEY": PRODUCTION["SECRET_KEY"]}
    result = production(tmp_path, "-c", "import django; django.setup()", **values)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_container_is_made_of_what_is_there():
    lines = (FOLDER / "Containerfile").read_text().splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]

    assert [name for name in copied if not (settings.BASE_DIR / name).exists()] == []
    packages = {path.name for path in settings.BASE_DIR.iterdir() if (path / "__init__.py").exists()} - {"tests"}
    assert packages <= set(copied)
    assert "USER inovasi" in lines
    assert re.findall(r"^FROM \S+:latest", "\n".join(lines), re.MULTILINE) == []


def test_the_guide_names_every_file_and_no_other():
    guide = (settings.BASE_DIR / "docs/operations.md").read_text()

    named = {Path(name) for name in re.findall(r"docs/operations/([\w./@-]+\.\w+|bin/\w+)", guide)}
    assert [str(name) for name in named if not (FOLDER / name).exists()] == []
    assert [unit.name for unit in UNITS if unit.name.split("@")[0].split(".")[0] not in guide] == []
