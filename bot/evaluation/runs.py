"""Evaluations that are kept: with what each was made, so that two can be compared."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.evaluation.report import Report, ReportJson
from ingest.errors import RunError
from ingest.index import BuildRecord
from ingest.settings import Settings

FOLDER = "runs"
"""Below RAPPORTEUR_HOME: a folder a run."""
RUN, PAGE = "run.json", "report.html"
LAST, PREVIOUS = "last", "previous"
LIBRARIES = (
    *("rapporteur", "chromadb", "numpy", "onnxruntime", "PyStemmer", "py3langid", "pyspellchecker"),
    *("rapidfuzz", "sentence-transformers", "sentencex", "tantivy", "tokenizers", "torch", "transformers"),
)
"""What may change a figure."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a run was made with; `as_settings` is what stands beside its figures."""

    questions: str
    """The file of test questions."""
    questions_sha256: str
    corpus_sha256: str
    """Of every source's file and of what the manifest says of it."""
    index: str
    """Name of the index's build."""
    embedder: str
    """Fingerprint of the embedding model."""
    program_sha256: str
    """Of the program's own files: versions stand still while it is being changed."""
    versions: Mapping[str, str] = field(default_factory=dict)

    def as_settings(self) -> dict[str, str]:
        """All of it by name; hashes as short as a person compares them."""
        named = {name: str(value) for name, value in asdict(self).items() if name != "versions"}
        short = {name: value[:12] if name.endswith("sha256") else value for name, value in named.items()}
        return short | {f"version of {name}": value for name, value in self.versions.items()}


def made_with(questions: Path, record: BuildRecord) -> Made:
    """What a run on these questions, asked of that build, is made with here and now."""
    return Made(
        questions=str(questions),
        questions_sha256=hashlib.sha256(questions.read_bytes()).hexdigest(),
        corpus_sha256=hashlib.sha256(
            json.dumps(sorted(record.inputs.items()), ensure_ascii=False).encode()
        ).hexdigest(),
        index=record.build,
        embedder=record.embedder,
        program_sha256=_program(),
        versions={"Python": platform.python_version()} | {name: _version(name) for name in LIBRARIES},
    )


def _program() -> str:
    """The hash of every file that the program is made of, by its place below the folder it stands in."""
    root = Path(__file__).resolve().parent.parent.parent
    files = sorted(
        file
        for package in ("bot", "ingest")
        for file in (root / package).rglob("*")
        if file.is_file() and file.suffix in {".py", ".tsv", ".safetensors"}
    )
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


class RunStore:
    """The runs kept below a home, by the second they were made in."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.home_path / FOLDER

    def names(self) -> list[str]:
        """Every run's name, the oldest first."""
        return sorted(file.parent.name for file in self.folder.glob(f"*/{RUN}"))

    def save(self, report: Report, *, now: datetime) -> Report:
        """The report under the name it was kept by: the second it was made in. Raises RunError."""
        stamp = f"{now:%Y%m%d-%H%M%S}"
        for number in range(1, 100):
            named = replace(report, name=stamp if number == 1 else f"{stamp}-{number}")
            try:
                self.path(named.name).mkdir(parents=True)
            except FileExistsError:
                continue
            break
        else:
            raise RunError(f"{str(self.folder)!r} has a hundred runs of this second. Try again.")
        text = json.dumps(named.to_json(), ensure_ascii=False)
        (self.path(named.name) / RUN).write_text(text, encoding="utf-8")
        return named

    def told(self, metrics: Sequence[str]) -> Iterator[str]:
        """A line for each run, the oldest first, with its figures of that name as they were kept.

        A run that cannot be read is told as such: it hides no other.
        """
        for name in self.names():
            try:
                data: ReportJson = json.loads((self.path(name) / RUN).read_text(encoding="utf-8"))
                found = [(metric, data["metrics"].get(metric)) for metric in metrics]
                figures = [
                    f"{metric} {figure['value']:.2f} ({figure['n']})"
                    for metric, figure in found
                    if figure and figure["value"] is not None
                ]
                asked = data["settings"].get("questions", "")
                parts = [asked, f"{data['n']} questions", *figures]
                yield f"{name}  {', '.join(part for part in parts if part)}"
            except (OSError, ValueError, KeyError, TypeError) as error:
                yield f"{name}  cannot be read: {error!r}"

    def path(self, name: str) -> Path:
        """The folder of a run."""
        return self.folder / name

    def load(self, name: str) -> Report:
        """The run of that name (or a beginning of it that no other has), `last`, `previous`, or a JSON file.

        Raises RunError.
        """
        if name.endswith(".json") or "/" in name:
            return _read(Path(name))
        names = self.names()
        back = {LAST: 1, PREVIOUS: 2}.get(name)
        found = names[-back : len(names) - back + 1] if back else [n for n in names if n.startswith(name)]
        found = [name] if name in names else found
        if len(found) != 1:
            what = f"may be any of {', '.join(found)}" if found else "is not kept here"
            known = ", ".join(names[-5:]) or "none yet: rapporteur eval keeps one"
            raise RunError(f"The run {name!r} {what}. Kept in {str(self.folder)!r}: {known}")
        return replace(_read(self.path(found[0]) / RUN), name=found[0])


def _read(file: Path) -> Report:
    try:
        return Report.from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise RunError(f"There is no run at {str(file)!r}. List them: rapporteur eval --runs") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(
            f"{str(file)!r} is no run of this version: {error!r}. Make one: rapporteur eval"
        ) from error
