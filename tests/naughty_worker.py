"""A reading process whose parser does what the file's name says, so that a test can watch it being held."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from ingest import parse_worker
from ingest.page import PageBuilder, Parsed
from ingest.types import SourceKind


def misbehave(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    deed = path.stem
    page = PageBuilder(source_id=source_id, number=1)
    page.add("paragraph", str(os.getpid()) if deed.startswith("pid") else deed)
    if deed == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif deed == "leave":
        os._exit(3)
    elif deed == "hang":
        time.sleep(600)
    elif deed == "hang-below":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        path.write_text(str(child.pid))
        child.wait()
    elif deed == "grow":
        held = []
        while True:
            held.append(b"x" * (1 << 20))
    elif deed == "grow-at-once":
        bytearray(1 << 40)
    elif deed == "shout":
        page.add("paragraph", "x" * (3 << 20))
    elif deed == "print":
        print('{"error": "", "bytes": 0, "peak": 0}', flush=True)  # noqa: T201
    elif deed == "lie":
        for number in range(3, 9):
            with suppress(OSError):
                os.write(number, b"no answer\n")
    elif deed == "call":
        socket.create_connection(("127.0.0.1", 9))
    elif deed == "start":
        subprocess.run(["true"], check=False)
    elif deed == "peek":
        page.add("paragraph", Path("/etc/passwd").read_text())
    elif deed == "scribble":
        (Path(__file__).parent / "scribbled.txt").write_text("x")
    elif deed == "environment":
        page.add("paragraph", " ".join(sorted(os.environ)))
    return Parsed(pages=(page.build(),), kind="document", title="")


if __name__ == "__main__":
    parse_worker.parse = misbehave  # type: ignore[attr-defined]
    parse_worker.programs = lambda: frozenset({sys.executable})  # type: ignore[attr-defined]
    parse_worker.main()
