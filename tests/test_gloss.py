"""A sentence word for word in the English of what it cites."""

from __future__ import annotations

from bot.model.claim import Evidence
from bot.model.gloss import in_english

TOLD = Evidence(text="No boat may leave the harbour without a licence.")


def test_of_several_english_words_that_of_the_source_is_taken() -> None:
    glossed = in_english("Aucun bateau ne peut quitter le port sans permis.", (TOLD,), "fr")
    assert {"boat", "harbour", "licence", "not"} <= set(glossed.split())


def test_what_frames_the_sentence_is_left_out() -> None:
    assert in_english("No, el barco queda en el puerto.", (TOLD,), "es").startswith("the boat")


def test_an_english_sentence_stays_as_it_is() -> None:
    assert in_english("No boat may leave.", (TOLD,), "en") == "No boat may leave."
