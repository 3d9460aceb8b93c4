from __future__ import annotations

import numpy as np
import pytest

from bot.language.translate import Piece
from bot.query import NAME_WEIGHT, Concept, Query, concepts_of, translated
from ingest.lexical import Way
from ingest.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    words={},
    names=frozenset(),
    abbreviations={
        "sse": "Social and Solidarity Economy",
        "ica": "International Cooperative Alliance",
        "present": "Poverty Reduction through Social Entrepreneurship",
    },
)
SSE: Way = ("social", "solidar", "economi")


def concepts(text: str, *languages: str) -> tuple[Concept, ...]:
    """The concepts of a text; "sse" and "ica" are no words."""
    return concepts_of(
        text, languages or ("en",), VOCABULARY, is_word=lambda word: word not in ("sse", "ica")
    )


def ways(text: str, *languages: str) -> list[tuple[Way, ...]]:
    """The ways of each concept of a text."""
    return [concept.ways for concept in concepts(text, *languages)]


def first_terms(text: str) -> set[str]:
    """Every term that alone says something of the text."""
    return {way[0] for some in ways(text) for way in some if len(way) == 1}


def test_each_word_with_content_is_one_concept() -> None:
    assert ways("What do the cooperatives of a cooperative share?") == [(("cooper",),), (("share",),)]


def test_a_text_without_content_has_no_concepts() -> None:
    assert concepts("What is it?") == ()
    assert concepts("") == ()


@pytest.mark.parametrize("text", ["the SSE", "the sse", "SSE?"])
def test_an_abbreviation_is_said_by_its_long_form_too(text: str) -> None:
    assert ways(text) == [(("sse",), SSE)]


def test_a_long_form_is_said_by_its_abbreviation_too() -> None:
    assert ways("the social and solidarity economy") == [(SSE, ("sse",))]


def test_a_long_form_weighs_as_much_as_its_words() -> None:
    (concept,) = concepts("social and solidarity economy")

    assert concept.weight == 3


def test_a_long_form_in_other_order_is_no_long_form() -> None:
    assert ways("an economy, solidarity and social") == [(("economi",),), (("solidar",),), (("social",),)]


def test_a_long_form_and_its_abbreviation_are_one_concept() -> None:
    assert ways("Social and Solidarity Economy (SSE)") == [(SSE, ("sse",))]


def test_an_ordinary_word_is_no_abbreviation_unless_written_as_one() -> None:
    assert ways("the present state")[0] == (("present",),)
    assert ways("the PRESENT bill")[0] == (("present",), ("poverti", "reduct", "social", "entrepreneurship"))


@pytest.mark.parametrize(
    "text", ["R193", "R. 193", "Rec No. 193", "Recommendation No. 193", "Recommendation, 2002 (No. 193)"]
)
def test_every_way_to_write_an_instrument_meets_in_one_term(text: str) -> None:
    assert "r193" in first_terms(f"What does {text} say?")


def test_another_instrument_has_another_term() -> None:
    assert "r193" not in first_terms("What does R198 say?")
    assert "r193" not in first_terms("What does C193 say?")


def test_an_abbreviation_written_in_parts_meets_the_one_written_together() -> None:
    (together,) = first_terms("UNTFSSE")

    assert together in first_terms("members of UN TF SSE")
    assert together not in first_terms("members of UN SSE TF")


def test_names_and_numbers_weigh_more_than_words() -> None:
    weights = {concept.ways[0][0]: concept.weight for concept in concepts("Which jobs in Tunisia in 2015?")}

    assert weights == {"job": 1.0, "tunisia": NAME_WEIGHT, "2015": NAME_WEIGHT}


def test_the_first_word_and_an_abbreviation_are_not_taken_for_names() -> None:
    weights = {concept.ways[0][0]: concept.weight for concept in concepts("Tunisia and ILO")}

    assert weights == {"tunisia": 1.0, "ilo": 1.0}


def test_in_a_corpus_of_two_languages_a_word_is_one_concept_with_a_stem_in_each() -> None:
    assert ways("governments", "en", "fr") == [(("govern",), ("government",))]


def test_a_translated_piece_is_one_concept_said_in_english_and_as_typed() -> None:
    pieces = [
        Piece(said="Combien", english=("how many",), content=False),
        Piece(said="emplois", english=("jobs", "employment"), content=True),
        Piece(said="Tunisie", english=("Tunisia",), content=True),
    ]

    assert [concept.ways for concept in translated(pieces)] == [
        (("emploi",), ("job",), ("employ",)),
        (("tunisi",), ("tunisia",)),
    ]


def test_a_translated_number_weighs_more_than_a_word() -> None:
    pieces = [
        Piece(said="2015", english=("2015",), content=True),
        Piece(said="loi", english=("law",), content=True),
    ]

    assert [concept.weight for concept in translated(pieces)] == [NAME_WEIGHT, 1.0]


def test_nothing_translated_is_no_concept() -> None:
    assert translated([]) == ()


def query(x: float, y: float, *ways: Way) -> Query:
    """A query of two dimensions with a concept a way."""
    return Query(
        vector=np.array([x, y], dtype=np.float32), concepts=tuple(Concept(ways=(way,)) for way in ways)
    )


def test_an_earlier_query_joins_at_its_weight() -> None:
    joined = query(1, 0, ("asia",)).joined(query(0, 1, ("project",)), 0.75)

    assert joined.vector == pytest.approx([0.8, 0.6])
    assert joined.concepts == (
        Concept(ways=(("asia",),)),
        Concept(ways=(("project",),), weight=0.75),
    )


def test_a_concept_that_was_said_again_counts_once_and_wholly() -> None:
    joined = query(1, 0, ("asia",)).joined(query(0, 1, ("asia",), ("law",)), 0.5)

    assert joined.concepts == (Concept(ways=(("asia",),)), Concept(ways=(("law",),), weight=0.5))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Who is in the cooperative alliance?", ("cooper", "allianc")),
        ("reduction through social entrepreneurship", ("reduct", "social", "entrepreneurship")),
    ],
)
def test_words_of_one_long_form_name_its_abbreviation(text: str, way: Way) -> None:
    named = next(concept for concept in concepts(text) if way in concept.ways)
    assert ("ica",) in named.ways or ("present",) in named.ways
    assert named.weight == len(way)


@pytest.mark.parametrize("text", ["the social economy", "an alliance", "reduction of poverty"])
def test_words_that_are_no_part_of_one_long_form_name_none(text: str) -> None:
    assert not {("ica",), ("sse",), ("present",)} & {way for some in ways(text) for way in some}
