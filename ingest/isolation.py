"""Files read in a process of their own: a hostile or broken one costs its own text and nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ingest import errors
from ingest.errors import (
    FileCrashedError,
    FileTooLargeError,
    FileTooSlowError,
    ParseError,
    RapporteurError,
)
from ingest.page import Parsed
from ingest.parse_limits import OUT_OF_MEMORY, Limits
from ingest.parsed_json import from_json
from ingest.types import Box, SourceKind

_HEAD_BYTES = 4_096
_FILES = 500
"""Files read by one process before another takes over: what leaks in a library leaks no further."""
_KEPT = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TESSDATA_PREFIX",
    "TMP",
    "TMPDIR",
    "TZ",
)
"""The environment of the process: no key or password of the operator's is among it."""


class _GoneError(Exception):
    """The process ended in the middle of a file."""


@contextmanager
def reading_apart(limits: Limits | None = None) -> Iterator[FileReader]:
    """A reader of files in another process, which is ended when the block is left."""
    reader = FileReader(limits or Limits())
    try:
        yield reader
    finally:
        reader.close()


class FileReader:
    """Reads files in one warm process, put in place again when a file has ended it; threads take turns."""

    def __init__(self, limits: Limits | None = None, *, worker: str = "ingest.parse_worker") -> None:
        """Starts nothing yet: the first file does. `worker` is the module that the process runs."""
        self._limits = limits or Limits()
        self._worker = worker
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._lock = threading.Lock()

    def parse(self, path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
        """What `ingest.parse.parse` gives for the file, within the limits.

        Raises ParseError as that does; its kinds FileTooSlowError, FileTooLargeError, FileCrashedError too.
        """
        data = self._ask(path, {"do": "parse", "kind": kind})
        try:
            return from_json(data, source_id=source_id)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise FileCrashedError(
                f"{path.name!r} made its reader answer nonsense ({error}). {_ADVICE}"
            ) from error

    def picture(self, path: Path, number: int, *, width: int = 1280) -> bytes:
        """What `ingest.parse_pdf.page_picture` gives, within the limits; raises as that and `parse` do."""
        return self._ask(path, {"do": "picture", "page": number, "width": width})

    def boxes(self, path: Path, number: int, text: str, spans: Sequence[tuple[int, int]]) -> list[Box]:
        """What `ingest.pdf_boxes.quote_boxes` gives, within the limits; raises as that and `parse` do."""
        asked = {"do": "boxes", "page": number, "text": text, "spans": list(spans)}
        return [tuple(box) for box in json.loads(self._ask(path, asked))]

    def __del__(self) -> None:
        with suppress(Exception):  # whatever is left of the interpreter at its end
            self.close()

    def close(self) -> None:
        """Ends the process; another file would start one again."""
        with self._lock:
            self._end()

    def _ask(self, path: Path, request: dict[str, Any]) -> bytes:
        asked = json.dumps({**request, "path": str(path.absolute())}).encode() + b"\n"
        with self._lock:
            for _ in range(2):
                fresh = self._process is None
                try:
                    return self._answer(asked)
                except _GoneError as gone:
                    status = self._end()
                    # A process that had read other files may have died of those: a new one tells.
                    if not fresh and str(gone) != "time":
                        continue
                    raise self._refusal(path, str(gone), status) from None
        raise AssertionError("a fresh process tells")

    def _answer(self, asked: bytes) -> bytes:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        late = threading.Event()

        def stop() -> None:
            late.set()
            _kill(process)

        timer = threading.Timer(self._limits.seconds, stop)
        timer.start()
        try:
            process.stdin.write(asked)
            process.stdin.flush()
            head, data = _received(process.stdout, self._limits.output_megabytes << 20)
        except (OSError, ValueError, KeyError) as error:
            raise _GoneError("time" if late.is_set() else "") from error
        finally:
            timer.cancel()
        self._files += 1
        if head["error"] == "MemoryError":
            raise _GoneError("memory")
        if self._files >= _FILES or head["peak"] > self._limits.megabytes << 19:
            self._end()
        if head["error"]:
            kind = getattr(errors, str(head["error"]), ParseError)
            message = data.decode(errors="replace")
            raise (kind if issubclass(kind, RapporteurError) else ParseError)(message)
        return data

    def _refusal(self, path: Path, reason: str, status: int | None) -> ParseError:
        limits = self._limits
        if reason == "time":
            return FileTooSlowError(
                f"{path.name!r} takes longer to read than the {limits.seconds:g} seconds allowed, and was "
                "left. Split it, or allow more: RAPPORTEUR_PARSE_SECONDS"
            )
        if reason == "memory" or status == OUT_OF_MEMORY:
            return FileTooLargeError(
                f"{path.name!r} needs more memory to read than the {limits.megabytes} MiB allowed. "
                "Split it, or allow more: RAPPORTEUR_PARSE_MEGABYTES"
            )
        how = f"exit status {status}"
        if status is not None and status < 0:
            with suppress(ValueError):
                how = signal.Signals(-status).name
        return FileCrashedError(f"{path.name!r} made its reader crash ({how}). {_ADVICE}")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_THREAD_LIMIT": "1"}
        self._files = 0
        self._process = subprocess.Popen(  # noqa: S603 - this Python, this module
            [sys.executable, "-P", "-m", self._worker, json.dumps(self._limits.as_dict())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # what it starts is ended with it; Ctrl-C is for this process alone
        )
        return self._process

    def _end(self) -> int | None:
        """Its exit status, once it has ended; None when there is none."""
        process, self._process = self._process, None
        if process is None:
            return None
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        try:
            status = process.wait(0.2)
        except subprocess.TimeoutExpired:
            status = None
        _kill(process)
        process.wait()
        return status if status is not None else process.returncode


_ADVICE = "Open it in the program that made it, save it again, or take it out of the corpus."


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it has started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _received(stream: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    head = json.loads(stream.readline(_HEAD_BYTES) or b"null")
    if (
        not isinstance(head, dict)
        or not isinstance(head["bytes"], int)
        or not 0 <= head["bytes"] <= most + _HEAD_BYTES
    ):
        raise ValueError("no answer")
    data = stream.read(head["bytes"])
    if len(data) < head["bytes"]:
        raise ValueError("an answer cut off")
    return head, data
