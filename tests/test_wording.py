from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from fakes import LetterEmbedder
from numpy.typing import NDArray

from bot.wording import Wording


@pytest.fixture
def wording() -> Wording:
    return Wording(LetterEmbedder())


def test_words_that_stand_in_the_text_in_some_form_are_said(wording: Wording) -> None:
    assert wording.least_said("Which countries adopted laws?", "A law adopted by a country", "en") == 1


def test_a_question_without_content_asks_for_no_word(wording: Wording) -> None:
    assert wording.least_said("What is it?", "A law", "en") == 1


def test_a_missing_word_is_said_as_far_as_its_nearest_word_is_like_it(wording: Wording) -> None:
    least = wording.least_said("budget laws", "the gadget law", "en")
    vectors = LetterEmbedder().embed_passages(["budget", "gadget"])
    assert least == pytest.approx(float(vectors[0] @ vectors[1]), abs=1e-6)


def test_the_word_said_least_tells(wording: Wording) -> None:
    both = wording.least_said("zebra budget", "gadget", "en")
    assert both == min(wording.least_said(word, "gadget", "en") for word in ("zebra", "budget"))


def test_nothing_is_said_by_a_text_without_words(wording: Wording) -> None:
    assert wording.least_said("budget laws", "", "en") == 0


def test_each_word_is_embedded_once() -> None:
    class Noting(LetterEmbedder):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[str] = []

        def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.seen += texts
            return super().embed_passages(texts)

    embedder = Noting()
    wording = Wording(embedder)
    wording.least_said("budget", "gadget widget", "en")
    wording.least_said("budget", "widget zebra", "en")
    assert sorted(embedder.seen) == ["budget", "gadget", "widget", "zebra"]
