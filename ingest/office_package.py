"""The parts of an office file and what they refer to."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import TracebackType

from ingest.errors import ParseError
from ingest.trees import Element, parse_xml

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file, read one at a time."""

    def __init__(self, path: Path) -> None:
        """Opens a file that `office_zip.check` has let pass."""
        self._path = path
        self._archive = zipfile.ZipFile(path)
        self._names = set(self._archive.namelist())

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def part(self, name: str) -> Element | None:
        """The root of a part's XML, None when there is no such part. Raises ParseError when it is broken."""
        if name not in self._names:
            return None
        try:
            return parse_xml(self._archive.read(name))
        except ValueError as error:
            raise ParseError(
                f"{self._path.name!r} is broken in its part {name!r}: {error}. "
                "Open it in the program that made it, save it again, or take it out of the corpus."
            ) from error

    def relations(self, name: str) -> dict[str, tuple[str, bool]]:
        """Target and whether it lies outside the file, by id, of what a part of an Office file refers to."""
        folder, _, file = name.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found: dict[str, tuple[str, bool]] = {}
        for relation in root.iter(_RELATION) if root is not None else ():
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            found[relation.get("Id", "")] = (target if outside else _resolved(folder, target), outside)
        return found

    def main_part(self) -> str:
        """The name of the part that an Office file begins with, "" when none is named."""
        root = self.part("_rels/.rels")
        for relation in root.iter(_RELATION) if root is not None else ():
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return _resolved("", relation.get("Target", ""))
        return ""


def _resolved(folder: str, target: str) -> str:
    """The name of the part that a target means, seen from a folder; nothing outside the file has a name."""
    parts = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(part for part in parts if part)
