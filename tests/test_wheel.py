"""What an installation from the wheel holds: an editable one finds files that the wheel forgot."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "bot")
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

pytestmark = pytest.mark.slow


@dataclass(frozen=True, kw_only=True)
class Installation:
    """The program installed from its wheel, in an environment of its own."""

    folder: Path
    wheel: Path
    expected: frozenset[str]
    """Every file of the program, relative to the root."""

    def run(self, command: str, *arguments: str) -> str:
        """What a command of the environment prints, away from the sources."""
        return run(str(self.folder / SCRIPTS / command), *arguments, cwd=self.folder)


def run(*command: str, cwd: Path) -> str:
    """What a command prints; it fails the test when it fails."""
    finished = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def pip(*arguments: str, cwd: Path) -> None:
    """Runs this environment's pip with no index to ask."""
    run(sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Built from a copy, so that no earlier build lends it a file, and installed without its dependencies:
    those it finds where the tests find theirs.
    """
    sources = tmp_path_factory.mktemp("sources")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, sources / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("ui.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    program = [sources / "ui.py", *(file for name in PACKAGES for file in (sources / name).rglob("*"))]
    expected = frozenset(file.relative_to(sources).as_posix() for file in program if file.is_file())

    wheels = tmp_path_factory.mktemp("wheels")
    offline = ("--no-index", "--no-deps")
    pip("wheel", *offline, "--no-build-isolation", "--wheel-dir", str(wheels), str(sources), cwd=wheels)
    (wheel,) = wheels.glob("*.whl")

    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    python = str(folder / SCRIPTS / "python")
    pip("--python", python, "install", *offline, str(wheel), cwd=folder)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = Path(run(python, "-I", "-c", where, cwd=folder).strip())
    # The .pth files in a folder that a .pth file names are not read: the editable installation stays unseen.
    theirs = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (libraries / "libraries.pth").write_text("\n".join(sorted(theirs)), encoding="utf-8")
    return Installation(folder=folder, wheel=wheel, expected=expected)


def test_the_wheel_holds_the_program_and_nothing_else(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == installation.expected


def test_what_the_page_needs_is_in_the_wheel(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as archive:
        suffixes = {Path(name).suffix for name in archive.namelist() if name.startswith("bot/page/static/")}
    assert suffixes >= {".css", ".js"}


def test_every_module_is_imported_from_the_installation(installation: Installation) -> None:
    paths = sorted(name for name in installation.expected if name.endswith(".py"))
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in paths]
    code = (
        "import importlib, json, sys;"
        "print(json.dumps({name: importlib.import_module(name).__file__ for name in sys.argv[1:]}))"
    )
    files = json.loads(installation.run("python", "-I", "-c", code, *names).splitlines()[-1])
    elsewhere = {name: file for name, file in files.items() if installation.folder not in Path(file).parents}
    assert not elsewhere
    assert files.keys() == set(names)


def test_the_command_is_installed(installation: Installation) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] in installation.run("rapporteur", "--version")
