"""How much a file may cost to read, and how a process keeps itself to it."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

OUT_OF_MEMORY = 87
"""Exit status of a process that found itself to have used more memory than it may."""

_WATCHED_EVERY = 0.05
_HEADROOM = 1024
"""MiB of address space beyond the memory in use: libraries and thread stacks are mapped, hardly touched."""
_GRACE = 5
"""Seconds after its time is up that a process ends itself, should nobody have ended it."""
_FORBIDDEN = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_STARTS = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn"})


_SYSTEM = ("/usr/share", "/usr/lib", "/lib", "/lib64", "/proc/self", "/dev/urandom", "/etc/localtime")
"""What the libraries of a system read for themselves."""
_roots: set[str] = set()
_named: list[str] = []
_scratch: list[str] = []
_due = float("inf")
"""The moment, by the monotonic clock, when the file being read has had its time."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may cost."""

    seconds: float = 60.0
    """Wall-clock time."""
    megabytes: int = 2_048
    """Memory of the process that reads it, in MiB."""
    output_megabytes: int = 64
    """What is read of it, text with its places and links, in MiB."""

    def as_dict(self) -> dict[str, float]:
        """Every limit by name."""
        return asdict(self)


def confine(limits: Limits, *, programs: frozenset[str]) -> None:
    """Keeps this process to its limits from now on; there is no way back.

    Its memory is bounded and it writes no core dump. It opens no connection, starts no program but `programs`
    (full paths), reads nothing but its own code and what `let_read` names, and writes to the folder of
    temporary files alone. Where the system knows no such limits (Windows) the last four remain.
    """
    sys.dont_write_bytecode = True
    try:
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        space = (limits.megabytes + _HEADROOM) << 20
        with suppress(ValueError, OSError):  # macOS keeps no such limit: the watch below does
            resource.setrlimit(resource.RLIMIT_AS, (space, space))
        threading.Thread(target=_watch, args=(limits.megabytes << 20,), daemon=True).start()

    def refuse(event: str, args: tuple[object, ...]) -> None:
        if event in _FORBIDDEN or event in _STARTS:
            raise PermissionError(f"a file being read may not do this: {event}")
        if event == "subprocess.Popen" and str(args[0]) not in programs:
            raise PermissionError(f"a file being read may not start a program: {args[0]!r}")
        if event == "open" and not isinstance(args[0], int) and not _may_open(args[0], args[2]):
            raise PermissionError(f"a file being read may not open another: {args[0]!r}")

    # An editable installation is not on the path: its modules are found by a hook.
    own = str(Path(__file__).resolve().parent)
    _roots.update(
        os.path.realpath(root) for root in (*_SYSTEM, *sys.path, sys.prefix, sys.base_prefix, own) if root
    )
    _scratch.append(
        os.path.realpath(tempfile.gettempdir())
    )  # asked for before it may be asked for from within
    sys.addaudithook(refuse)


def let_read(path: Path) -> None:
    """Has this process read that file too, and no longer the one named before."""
    _named[:] = [os.path.realpath(path)]


def _may_open(path: object, flags: object) -> bool:
    name = os.path.realpath(os.fsdecode(path)) if isinstance(path, (str, bytes, os.PathLike)) else ""
    if name == os.devnull or _is_below(name, _scratch[0]):
        return True
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    return not writes and (name in _named or any(_is_below(name, root) for root in _roots))


def _is_below(name: str, root: str) -> bool:
    return name == root or name.startswith(root.rstrip(os.sep) + os.sep)


def end_after(seconds: float) -> None:
    """Has the system end this process some seconds after that time; 0 takes it back."""
    global _due
    _due = time.monotonic() + seconds if seconds else float("inf")
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE if seconds else 0)


def seconds_left() -> float:
    """How long the file being read may still take; endless in a process that has no limits."""
    return _due - time.monotonic()


def peak() -> int:
    """The most memory that this process has used so far, in bytes; 0 where the system does not tell."""
    try:  # what Linux tells of resources counts the process too that started this one
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used << 10


def _watch(most: int) -> None:
    most = max(most, peak())
    while peak() <= most:
        time.sleep(_WATCHED_EVERY)
    os._exit(OUT_OF_MEMORY)
