"""Programs that read what no library here reads, used where they are installed: LibreOffice and Tesseract."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ingest.errors import ParseError

LEGACY = {
    ".ppt": "pptx",
    ".pps": "pptx",
    ".pot": "pptx",
    ".doc": "docx",
    ".dot": "docx",
    ".rtf": "docx",
}
"""Formats given up by those who made them, and what LibreOffice makes of each."""


def office() -> str | None:
    """Full path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def tesseract() -> str | None:
    """Full path of Tesseract, None where it is not installed."""
    return shutil.which("tesseract")


def programs() -> frozenset[str]:
    """Full paths of those that are installed."""
    return frozenset(path for path in (office(), tesseract()) if path)


@contextmanager
def converted(path: Path) -> Iterator[Path]:
    """The file in a format of today, gone when the block is left.

    Raises ParseError, with the command that does it, where LibreOffice is missing or cannot read the file.
    """
    target = LEGACY[path.suffix.lower()]
    program = office()
    if program is None:
        raise ParseError(
            f"{path.name!r} is in a format of before 2007. Install LibreOffice, or convert the file: "
            f"soffice --headless --convert-to {target} {path.name!r}"
        )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run_office(program, path, target, place)
        made = place / f"{path.stem}.{target}"
        if not made.is_file():  # it ends with 0 all the same
            raise ParseError(
                f"{path.name!r} could not be converted by LibreOffice: it is broken or locked. "
                f"Open it there, save it as .{target}, or take it out of the corpus."
            )
        yield made


def run_office(
    program: str, path: Path, target: str, folder: Path, *, check: bool = False, seconds: float | None = None
) -> None:
    """Has LibreOffice write the file as `target` into the folder, where its settings lie for that time too.

    It says nothing of a file it cannot read: look whether there is a new one. Raises SubprocessError after
    so many seconds, and with `check` when it ends with an error.
    """
    place = folder.absolute()
    subprocess.run(  # noqa: S603 - a program on the path, a file by its full path
        [
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",  # or it waits for another's
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(place),
            str(path.absolute()),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=check,
        timeout=seconds,
    )


def recognised(picture: bytes) -> str | None:
    """The text that Tesseract reads on a picture (PNG), None where it is not installed or fails.

    It reads English, French and Spanish, those of them that it has been given the data for.
    """
    program = tesseract()
    if program is None:
        return None
    languages = _languages(program)
    found = subprocess.run(  # noqa: S603 - a program of that name on the path
        [program, "stdin", "stdout", *(("-l", "+".join(languages)) if languages else ())],
        input=picture,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return found.stdout.decode(errors="replace") if not found.returncode else None


@cache
def _languages(program: str) -> tuple[str, ...]:
    """Those of the languages questions are asked in that Tesseract has data for."""
    listed = subprocess.run(  # noqa: S603 - as above
        [program, "--list-langs"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    known = set(listed.stdout.decode(errors="replace").split())
    return tuple(name for name in ("eng", "fra", "spa") if name in known)
