from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import CorpusIndexError
from ingest.lexical import K1, LOOSE, LexicalIndex, Sought

ROWS = [
    ("deck/1/0", ["coop", "job", "job"]),
    ("deck/2/0", ["coop", "member"]),
    ("deck/3/0", ["279.4", "million", "r193"]),
    ("deck/4/0", []),
]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    """Four passages, stored and opened anew."""
    LexicalIndex.create(tmp_path / "terms", ROWS)
    return LexicalIndex.open(tmp_path / "terms")


def said(weight: float, *ways: str, loose: str = "") -> Sought:
    """A concept that counts so much, by its ways: words with a space between the terms of one way."""
    return Sought([tuple(way.split()) for way in ways], weight, [tuple(loose.split())] if loose else [])


def ids(found: list[tuple[str, float]]) -> list[str]:
    """The passages found, without their scores."""
    return [passage_id for passage_id, _ in found]


def test_passages_are_found_by_their_terms(index: LexicalIndex) -> None:
    assert ids(index.best([said(1.0, "member")], 10)) == ["deck/2/0"]
    assert ids(index.best([said(1.0, "279.4")], 10)) == ["deck/3/0"]
    assert ids(index.best([said(1.0, "absent")], 10)) == []
    assert ids(index.best([], 10)) == []


def test_terms_are_whole_and_as_given(index: LexicalIndex) -> None:
    assert ids(index.best([said(1.0, "279")], 10)) == []
    assert ids(index.best([said(1.0, "R193")], 10)) == []
    assert ids(index.best([said(1.0, "r193")], 10)) == ["deck/3/0"]


def test_more_terms_and_more_of_a_term_come_first(index: LexicalIndex) -> None:
    assert ids(index.best([said(1.0, "coop"), said(1.0, "job")], 10)) == ["deck/1/0", "deck/2/0"]
    assert ids(index.best([said(1.0, "coop"), said(1.0, "member")], 10)) == ["deck/2/0", "deck/1/0"]


def test_a_weight_multiplies_what_a_term_counts(index: LexicalIndex) -> None:
    [(_, once)] = index.best([said(1.0, "member")], 10)
    [(_, thrice)] = index.best([said(3.0, "member")], 10)
    assert thrice == pytest.approx(3 * once)
    assert ids(index.best([said(0.01, "job"), said(5.0, "member")], 10)) == ["deck/2/0", "deck/1/0"]


def test_as_many_are_given_as_asked_for(index: LexicalIndex) -> None:
    assert len(index.best([said(1.0, "coop")], 1)) == 1


def test_a_score_is_that_of_the_textbook(index: LexicalIndex) -> None:
    [(_, score)] = index.best([said(1.0, "member")], 10)
    mean_length = (3 + 2 + 3 + 0) / 4
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    assert score == pytest.approx(
        idf * 1 * (1.2 + 1) / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / mean_length)), rel=1e-4
    )
    assert index.idf(said(1.0, "member")) == pytest.approx(idf)


def test_a_rarer_term_weighs_more(index: LexicalIndex) -> None:
    def rarity(*ways: str) -> float:
        return index.idf(said(1.0, *ways))

    assert rarity("absent") > rarity("member") > rarity("coop") > 0


def test_its_size_is_the_passages_in_it(index: LexicalIndex) -> None:
    assert index.size() == 4


def test_no_passages_at_all_is_an_index_too(tmp_path: Path) -> None:
    LexicalIndex.create(tmp_path, [])
    index = LexicalIndex.open(tmp_path)
    assert (index.size(), index.best([said(1.0, "coop")], 3)) == (0, [])


def test_an_index_that_is_not_there_is_an_error_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(CorpusIndexError, match=r"absent'.*Run: rapporteur ingest"):
        LexicalIndex.open(tmp_path / "absent")


def test_a_damaged_index_is_an_error_with_the_command(tmp_path: Path) -> None:
    LexicalIndex.create(tmp_path, ROWS)
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(CorpusIndexError, match="Run: rapporteur ingest"):
        LexicalIndex.open(tmp_path)


def test_a_concept_counts_the_same_however_it_is_said_and_concepts_add_up(index: LexicalIndex) -> None:
    [(_, job)] = index.best([said(1.0, "job")], 10)
    [(first, both), (second, coop)] = index.best([said(1.0, "coop", "job")], 10)
    assert (first, second) == ("deck/1/0", "deck/2/0")
    common, rare = index.idf(said(1.0, "coop")), index.idf(said(1.0, "job"))
    assert common < rare
    assert both == pytest.approx(job * common / rare), "the rarer way is scaled down to the commoner one"
    assert index.best([said(1.0, "coop"), said(1.0, "job")], 1)[0][1] > job
    assert coop == pytest.approx(dict(index.best([said(1.0, "coop")], 10))["deck/2/0"])


def test_no_score_exceeds_the_ceiling_of_a_concept_with_a_rare_way(tmp_path: Path) -> None:
    index = LexicalIndex.create(tmp_path, [("a/1/0", ["a", "a", "a"]), ("a/2/0", ["a", "b", "b", "b"])])
    concept = said(1.0, "a", "b")
    assert 0 < index.best([concept], 1)[0][1] <= index.ceiling([concept])


def test_a_way_of_several_terms_counts_by_their_mean(index: LexicalIndex) -> None:
    [(_, million)] = index.best([said(1.0, "million")], 10)
    [(_, r193)] = index.best([said(1.0, "r193")], 10)
    [(_, way)] = index.best([said(1.0, "million r193")], 10)
    assert way == pytest.approx((million + r193) / 2)
    [(_, half)] = index.best([said(1.0, "million absent")], 10)
    assert half == pytest.approx(million / 2)


def test_a_concept_is_as_rare_as_its_commonest_way_that_stands_anywhere(index: LexicalIndex) -> None:
    def rarity(*ways: str) -> float:
        return index.idf(said(1.0, *ways))

    assert rarity("coop", "member", "absent") == rarity("coop")
    assert rarity("absent") > rarity("member") > rarity("coop")


def test_a_loose_way_finds_and_counts_less_than_the_words_own(index: LexicalIndex) -> None:
    [(_, own)] = index.best([said(1.0, "member")], 10)
    [(found, loosely)] = index.best([said(1.0, "absent", loose="member")], 10)
    assert found == "deck/2/0"
    assert loosely == pytest.approx(LOOSE * own)
    both = dict(index.best([said(1.0, "job", loose="member")], 10))
    alone = dict(index.best([said(1.0, "job")], 10))
    assert both["deck/1/0"] == pytest.approx(alone["deck/1/0"]), (
        "a loose way takes nothing from the word itself"
    )
    assert both["deck/2/0"] == pytest.approx(LOOSE * own)


def test_a_common_loose_way_counts_no_more_than_by_its_own_rarity(index: LexicalIndex) -> None:
    common, rare = index.idf(said(1.0, "coop")), index.idf(said(1.0, "279.4"))
    assert dict(index.counted(said(1.0, "279.4", loose="coop")))["coop",] == pytest.approx(
        LOOSE * common / rare
    )
    assert index.ceiling([said(1.0, "279.4", loose="coop")]) == pytest.approx(rare * (K1 + 1))


passages = st.lists(st.lists(st.sampled_from("abcdef"), max_size=12), min_size=1, max_size=12)
way = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=3, unique=True).map(tuple)
concept = st.builds(Sought, way.map(lambda terms: [terms]), st.floats(0.1, 5), st.just(()))


@settings(max_examples=30, deadline=None)
@given(passages, st.lists(concept, min_size=1, max_size=4))
def test_no_score_reaches_the_ceiling_of_concepts_that_have_one_way(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], concepts: list[Sought]
) -> None:
    folder = tmp_path_factory.mktemp("terms")
    index = LexicalIndex.create(folder, ((f"p/{n}/0", terms) for n, terms in enumerate(rows)))
    found = index.best(concepts, len(rows))
    wanted = {term for each in concepts for way in each.ways for term in way}
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert set(ids(found)) == {f"p/{n}/0" for n, terms in enumerate(rows) if wanted & set(terms)}
    assert all(0 < score < index.ceiling(concepts) for _, score in found)
