from __future__ import annotations

from bot.language.translate import headwords
from bot.query import Concept, concepts_of
from bot.synonyms import with_synonyms
from ingest.terms import stem, terms
from ingest.vocabulary import Vocabulary

NOTHING_KNOWN = Vocabulary(words={}, abbreviations={}, names=frozenset())


def sought(text: str) -> dict[str, set[str]]:
    """The loose ways of each concept of a text that has any, by its first way; terms joined by spaces."""
    concepts = concepts_of(text, ["en"], NOTHING_KNOWN, is_word=lambda word: True)
    return {
        " ".join(each.ways[0]): {" ".join(way) for way in each.loose}
        for each in with_synonyms(concepts, text)
        if each.loose
    }


def test_an_everyday_word_is_also_looked_for_by_formal_ones() -> None:
    assert "child" in sought("where do kids work?")["kid"]
    assert sought("WHERE DO KIDS WORK?") == sought("where do kids work?")


def test_the_longest_expression_is_taken() -> None:
    assert "dismiss" in sought("can I be laid off?")["laid"]
    assert sought("do temp agencies pay?")["temp"] == {"privat employ agenc"}


def test_a_hyphen_is_no_difference() -> None:
    assert sought("a co-op for farmers") == sought("a co op for farmers")


def test_a_word_that_is_formal_already_stays_as_it_is() -> None:
    assert sought("Which enterprises have members?") == {}


def test_the_words_own_ways_are_no_loose_ones() -> None:
    one = Concept(ways=(("kid",), ("child",)))
    [found] = with_synonyms([one], "kids")
    assert found.ways == one.ways
    assert ("child",) not in found.loose


def test_every_expression_in_the_table_stands_once_and_says_something_new() -> None:
    table = headwords("en")
    stems = [tuple(stem(word, "en") for word in headword.split()) for headword, _ in table]
    assert len(set(stems)) == len(stems)
    assert [
        (h, way) for h, ways in table for way in ways if set(terms(way, "en")) <= set(terms(h, "en"))
    ] == []
    assert all(ways for _, ways in table)
    assert [headword for headword, _ in table] == sorted(headword for headword, _ in table)
