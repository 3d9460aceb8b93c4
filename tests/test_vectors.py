from __future__ import annotations

import ctypes
import gc
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, create_server
from urllib.parse import urlsplit

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from ingest import vectors
from ingest.errors import CorpusIndexError, IndexMismatchError
from ingest.types import GRAINS, Grain, Passage
from ingest.vectors import ADD_BATCH, VectorStore, drop_build

BUILD = "20210315-120000-abcdef"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server on this machine."""
    command = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("the command `chroma` is not installed")
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        for _ in range(100):
            try:
                create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.skip(f"the Chroma server does not start: {(folder / 'log').read_text()[-500:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ResourceWarning
            )  # Chroma leaves its sockets to the garbage collector
            vectors._server_client.cache_clear()
            SharedSystemClient.clear_system_cache()
            gc.collect()


@pytest.fixture(params=["embedded", "server"])
def address(request: pytest.FixtureRequest) -> str:
    """No address, for vectors kept in a folder, then that of a server."""
    return "" if request.param == "embedded" else str(request.getfixturevalue("server"))


def passage(number: int, grain: Grain = "statement") -> Passage:
    """The passage `deck/1/<number>`."""
    return Passage(source_id="deck", page=1, ordinal=number, start=0, end=1, text="x", grain=grain)


def rows(*values: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Vectors of two numbers, made as long as 1."""
    given = np.array(values, dtype=np.float32)
    made: np.ndarray[tuple[int, int], np.dtype[np.float32]] = given / np.linalg.norm(
        given, axis=1, keepdims=True
    )
    return made


EAST, NORTH_EAST, NORTH, WEST = rows((1, 0), (1, 1), (0, 1), (-1, 0))


def stored(folder: Path, address: str, build: str = BUILD) -> VectorStore:
    """One vector to the east among the pages; statements to the north-east, north and west."""
    drop_build(folder, address, build)
    store = VectorStore.create(folder, address, build, fingerprint="model", dimension=2)
    passages = [passage(0, "page"), passage(1), passage(2), passage(3)]
    store.add(passages, np.stack([EAST, NORTH_EAST, NORTH, WEST]))
    return store


def opened(folder: Path, address: str, fingerprint: str = "model") -> VectorStore:
    """The store as one asks for it who has that embedder."""
    return VectorStore.open(folder, address, BUILD, fingerprint=fingerprint)


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path, address: str) -> None:
    stored(tmp_path, address)
    found = opened(tmp_path, address).nearest(EAST, "statement", 3)
    assert [passage_id for passage_id, _ in found] == ["deck/1/1", "deck/1/2", "deck/1/3"]
    assert [cosine for _, cosine in found] == pytest.approx([np.sqrt(0.5), 0, -1], abs=1e-5)


def test_each_grain_is_searched_by_itself(tmp_path: Path, address: str) -> None:
    store = stored(tmp_path, address)
    assert dict(store.nearest(WEST, "page", 9)) == {"deck/1/0": pytest.approx(-1, abs=1e-5)}
    assert dict(store.nearest(WEST, "statement", 1)) == {"deck/1/3": pytest.approx(1, abs=1e-5)}


def test_all_are_given_when_more_are_asked_for_than_there_are(tmp_path: Path, address: str) -> None:
    assert len(stored(tmp_path, address).nearest(EAST, "statement", 100)) == 3


def test_the_length_of_a_vector_makes_no_difference(tmp_path: Path, address: str) -> None:
    [(_, cosine)] = stored(tmp_path, address).nearest(np.float32(7) * EAST, "page", 1)
    assert cosine == pytest.approx(1, abs=1e-5)


def test_vectors_are_read_back_by_id(tmp_path: Path, address: str) -> None:
    store = stored(tmp_path, address)
    found = store.vectors(["deck/1/3", "deck/1/1", "deck/1/0"], "statement")
    assert {key: list(row) for key, row in found.items()} == {
        "deck/1/1": pytest.approx(list(NORTH_EAST)),
        "deck/1/3": pytest.approx(list(WEST)),
    }
    assert store.vectors([], "statement") == {}


def test_they_are_counted_over_both_grains(tmp_path: Path, address: str) -> None:
    assert stored(tmp_path, address).count() == 4


def test_another_embedder_is_an_error_with_the_command(tmp_path: Path, address: str) -> None:
    stored(tmp_path, address)
    with pytest.raises(
        IndexMismatchError, match=r"made by 'model'.*now set is 'other'.*Run: rapporteur ingest"
    ):
        opened(tmp_path, address, "other")


def test_a_build_that_is_not_there_is_an_error_and_not_made(tmp_path: Path, address: str) -> None:
    for _ in range(2):
        with pytest.raises(CorpusIndexError, match=r"Chroma at .* cannot be used"):
            VectorStore.open(tmp_path, address, "never", fingerprint="model")


def test_a_dropped_build_is_gone_and_its_neighbour_is_not(tmp_path: Path, address: str) -> None:
    stored(tmp_path, address, "neighbour")
    stored(tmp_path, address).drop()
    with pytest.raises(CorpusIndexError):
        opened(tmp_path, address)
    assert VectorStore.open(tmp_path, address, "neighbour", fingerprint="model").count() == 4


def test_a_build_is_dropped_from_a_server_by_its_name(tmp_path: Path, server: str) -> None:
    stored(tmp_path, server)
    drop_build(tmp_path, server, BUILD)
    with pytest.raises(CorpusIndexError, match="Start that server"):
        opened(tmp_path, server)


def test_a_server_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with pytest.raises(CorpusIndexError, match=rf"'{address}' cannot be used: .*Start that server"):
        VectorStore.create(tmp_path, address, BUILD, fingerprint="model", dimension=2)
    drop_build(tmp_path, address, BUILD)


def test_a_server_keeps_nothing_in_the_folder(tmp_path: Path, server: str) -> None:
    stored(tmp_path, server)
    assert list(tmp_path.iterdir()) == []
    assert urlsplit(server).hostname == "127.0.0.1"


def test_the_space_is_cosine_and_the_embedder_is_recorded(tmp_path: Path) -> None:
    store = stored(tmp_path, "")
    for grain in GRAINS:
        collection = store._collections[grain]
        assert collection.configuration_json["hnsw"]["space"] == "cosine"
        assert collection.metadata == {"embedder": "model", "dimension": 2, "grain": grain}


def test_texts_are_not_kept_beside_their_vectors(tmp_path: Path) -> None:
    store = VectorStore.create(tmp_path, "", BUILD, fingerprint="model", dimension=2)
    told = Passage(
        source_id="deck",
        page=1,
        ordinal=0,
        start=0,
        end=9,
        text="a secret!",
        grain="page",
        context="a title!",
    )
    store.add([told], EAST[None, :])
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"deck/1/0" in kept
    assert b"secret" not in kept
    assert b"title!" not in kept


def test_more_than_a_batch_goes_in_whole(tmp_path: Path) -> None:
    store = VectorStore.create(tmp_path, "", BUILD, fingerprint="model", dimension=2)
    count = ADD_BATCH + 1
    store.add([passage(n) for n in range(count)], rows(*((float(n + 1), 1.0) for n in range(count))))
    assert store.count() == count
    assert list(store.vectors([f"deck/1/{count - 1}"], "statement")) == [f"deck/1/{count - 1}"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files cannot be listed here")
def test_files_are_closed_when_the_last_user_lets_go(tmp_path: Path) -> None:
    def held() -> list[str]:
        files = [str(link.resolve()) for link in Path("/proc/self/fd").iterdir()]
        return [file for file in files if file.startswith(str(tmp_path))]

    store = stored(tmp_path, "")
    other = opened(tmp_path, "")
    assert held()
    del store
    gc.collect()
    assert len(other.nearest(EAST, "statement", 3)) == 3
    del other
    gc.collect()
    assert held() == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is overwritten by glibc alone")
def test_memory_given_out_while_vectors_are_stored_holds_nothing_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes, libc.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
    seen = []

    def look(*_: object) -> None:
        first = libc.malloc(24_400)  # the size of the file that was found to hold old text
        ctypes.memset(first, ord("z"), 24_400)
        libc.free(first)
        second = libc.malloc(24_400)
        seen.append(second == first and b"z" in ctypes.string_at(second, 24_400))
        libc.free(second)

    store = stored(tmp_path, "")
    monkeypatch.setattr(vectors, "_add", look)
    store.add([passage(4)], WEST[None, :])
    look()

    assert seen == [False, True]
