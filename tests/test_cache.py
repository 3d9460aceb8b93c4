from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.cache import VectorCache

A, B = np.eye(2, dtype=np.float32)
ROWS = np.stack([A, B])


def cache(folder: Path, fingerprint: str = "model", dimension: int = 2) -> VectorCache:
    """The cache in the folder, as that embedder sees it."""
    return VectorCache(folder / "sub" / "vectors.sqlite", fingerprint=fingerprint, dimension=dimension)


def known(
    folder: Path, *texts: str, fingerprint: str = "model", dimension: int = 2
) -> dict[str, list[float]]:
    """What a newly opened cache knows of the texts."""
    opened = cache(folder, fingerprint, dimension)
    found = {text: [float(x) for x in vector] for text, vector in opened.get(texts).items()}
    opened.close()
    return found


def filled(folder: Path) -> None:
    """Stores A for "a" and B for "b"."""
    opened = cache(folder)
    opened.put(["a", "b"], ROWS)
    opened.close()


def test_what_was_put_is_got_by_its_text(tmp_path: Path) -> None:
    filled(tmp_path)
    assert known(tmp_path, "b", "a", "c") == {"a": [1, 0], "b": [0, 1]}


def test_nothing_is_known_of_nothing(tmp_path: Path) -> None:
    assert known(tmp_path) == {}
    assert known(tmp_path, "a") == {}


def test_a_vector_is_known_bit_for_bit(tmp_path: Path) -> None:
    row = np.array([[1 / 3, np.float32(0.1)]], dtype=np.float32)
    opened = cache(tmp_path)
    opened.put(["a"], row)
    assert opened.get(["a"])["a"].tobytes() == row.tobytes()
    opened.close()


def test_another_embedder_knows_nothing_of_it(tmp_path: Path) -> None:
    filled(tmp_path)
    assert known(tmp_path, "a", fingerprint="other") == {}


def test_a_vector_of_another_length_is_not_known(tmp_path: Path) -> None:
    filled(tmp_path)
    assert known(tmp_path, "a", dimension=3) == {}


def test_a_text_put_again_has_its_newest_vector(tmp_path: Path) -> None:
    filled(tmp_path)
    opened = cache(tmp_path)
    opened.put(["a"], B[None, :])
    opened.close()
    assert known(tmp_path, "a") == {"a": [0, 1]}


def test_many_texts_are_got_at_once(tmp_path: Path) -> None:
    texts = [str(n) for n in range(1201)]
    opened = cache(tmp_path)
    opened.put(texts, np.array([[n, 0] for n in range(1201)], dtype=np.float32))
    opened.close()
    assert known(tmp_path, *texts) == {str(n): [n, 0] for n in range(1201)}


def test_a_row_is_wanted_for_each_text_and_a_half_is_not_stored(tmp_path: Path) -> None:
    opened = cache(tmp_path)
    with pytest.raises(ValueError, match="shorter"):
        opened.put(["a", "b", "c"], ROWS)
    opened.close()
    assert known(tmp_path, "a", "b") == {}


def test_what_is_not_kept_is_forgotten_for_every_embedder(tmp_path: Path) -> None:
    filled(tmp_path)
    other = cache(tmp_path, "other")
    other.put(["a", "b"], ROWS)
    other.close()
    opened = cache(tmp_path)
    opened.keep_only(["b", "never put"])
    opened.keep_only(["b"])
    opened.close()
    assert known(tmp_path, "a", "b") == {"b": [0, 1]}
    assert known(tmp_path, "a", "b", fingerprint="other") == {}


def test_what_is_forgotten_leaves_no_bytes(tmp_path: Path) -> None:
    secret = np.array([[0.123456, 0.654321]], dtype=np.float32)
    opened = cache(tmp_path)
    opened.put(["a secret", "kept"], np.concatenate([secret, A[None, :]]))
    assert holds(tmp_path, secret.tobytes())
    opened.keep_only(["kept"])
    opened.close()
    assert not holds(tmp_path, secret.tobytes())
    assert not holds(tmp_path, b"a secret")


def holds(folder: Path, found: bytes) -> bool:
    """Whether any file under the folder has those bytes in it."""
    return any(found in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_put_survives_a_kill(tmp_path: Path) -> None:
    code = """
import os, signal, sys, numpy as np
from pathlib import Path
from ingest.cache import VectorCache
cache = VectorCache(Path(sys.argv[1]) / "sub" / "vectors.sqlite", fingerprint="model", dimension=2)
cache.put(["a", "b"], np.eye(2, dtype=np.float32))
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert known(tmp_path, "a", "b") == {"a": [1, 0], "b": [0, 1]}
