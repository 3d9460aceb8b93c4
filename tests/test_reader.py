from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import EmbedderError
from ingest.reader import CARD_FILE, adapter_bytes, open_reader, prepare_reader, reader_folder
from ingest.settings import Settings

SLIDE = "Jobs in cooperatives\nCooperatives provide jobs for 279.4 million people, 9.5% of the employed"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = Settings(home=str(tmp_path_factory.mktemp("reader")))
    prepare_reader(made)
    return made


def test_a_reader_that_no_ingest_prepared_is_an_error_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="rapporteur ingest"):
        open_reader(Settings(home=str(tmp_path)))


@pytest.mark.model
def test_each_text_has_log_odds_in_the_order_given(settings: Settings) -> None:
    reader = open_reader(settings)
    question = "How many people work in cooperatives?"
    texts = [SLIDE, "Agenda\nWelcome\nCoffee", SLIDE + "\n" + "Further remarks on other subjects. " * 30]
    found = reader.log_odds(question, texts)
    assert found.shape == (3,)
    assert found.dtype == np.float32
    alone = [float(reader.log_odds(question, [text])[0]) for text in texts]
    assert found == pytest.approx(alone, abs=1e-3)
    assert found[0] > found[1]
    assert reader.log_odds(question, []).shape == (0,)


@pytest.mark.model
def test_a_near_miss_is_less_likely_than_what_the_slide_says(settings: Settings) -> None:
    reader = open_reader(settings)
    said, near = (
        float(reader.log_odds(question, [SLIDE])[0])
        for question in ("How many people do cooperatives employ?", "How many cooperatives went bankrupt?")
    )
    assert said > near


@pytest.mark.model
def test_a_text_too_long_is_cut_and_the_question_is_not(settings: Settings) -> None:
    reader = open_reader(settings)
    long = SLIDE + " further words" * 500
    assert np.isfinite(reader.log_odds("How many people work in cooperatives?", [long])).all()


@pytest.mark.model
@pytest.mark.parametrize("question", ["Why? " * 400, "é" * 2000, "a1-" * 600, "合作社" * 600])
def test_a_question_too_long_is_cut_and_read_all_the_same(settings: Settings, question: str) -> None:
    reader = open_reader(settings)
    assert np.isfinite(reader.log_odds(question, [SLIDE, "Other words"])).all()


@pytest.mark.model
def test_the_export_says_what_the_network_says(settings: Settings) -> None:
    import torch

    from ingest.reader_network import ReaderNetwork

    network = ReaderNetwork()
    network.load_adapter(adapter_bytes())
    network.eval()
    question = "How many people work in cooperatives?"
    pieces = network.tokenizer([question], [SLIDE], return_tensors="pt")
    with torch.no_grad():
        odds, ends = network(pieces["input_ids"], pieces["attention_mask"], pieces["token_type_ids"])
    assert float(odds[0]) == pytest.approx(
        float(open_reader(settings).log_odds(question, [SLIDE])[0]), abs=1e-3
    )
    begin = pieces["token_type_ids"][0].tolist().index(1)
    assert float(ends[0, 1:begin].max()) < -1000, "the question holds no answer"


@pytest.mark.model
def test_other_weights_are_exported_anew(settings: Settings) -> None:
    folder = reader_folder(settings)
    (folder / CARD_FILE).write_text('{"fingerprint": "other"}', encoding="utf-8")
    with pytest.raises(EmbedderError, match="rapporteur ingest"):
        open_reader(settings)
    prepare_reader(settings)
    assert np.isfinite(open_reader(settings).log_odds("Jobs?", [SLIDE])).all()


def test_an_adapter_fits_in_a_few_megabytes() -> None:
    assert len(adapter_bytes()) < 5e6
