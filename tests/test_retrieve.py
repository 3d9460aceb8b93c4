from __future__ import annotations

import math
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bot_fakes import ingested, letters_for_model
from numpy.typing import NDArray

from bot.question import Question, Seeks, understand
from bot.reading import RAISE, RAISE_SAID, SAID, read
from bot.retrieve import DENSE_WEIGHT, FOREIGN_WEIGHT, PAGES, TITLE_ONLY, HybridRetriever
from bot.types import Hit, Turn
from ingest.index import Index
from ingest.types import SlideRef

DECK = """# Cooperatives

- They provide jobs to 279.4 million people
- They have members in Tunisia
- They follow R193

---

# Workshop

---

# Projects in Tunisia

- A workshop for young people (ILO)
- Zebras and quizzes

---

# Social and Solidarity Economy (SSE)

An enterprise of the SSE shares what it earns.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Four slides, the second of which is only a title."""
    with pytest.MonkeyPatch.context() as patch:
        letters_for_model(patch)
        found = Index.open(ingested(tmp_path_factory.mktemp("retrieve"), DECK))
    yield found
    found.library.close()


def pages(hits: list[Hit]) -> list[int]:
    """Numbers of the pages found."""
    return [hit.page for hit in hits]


def by_words(index: Index, question: str, *history: str) -> list[Hit]:
    """What the lexical side alone finds, after the questions asked before; nothing is read."""
    turns = [Turn(role="user", content=text) for text in history]
    retriever = HybridRetriever(index, dense_weight=0, steps=False)
    return [hit for hit in retriever.retrieve(question, turns) if hit.score]


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("How many people have jobs?", 1),
        ("279,4 million", 1),
        ("Recommendation No. 193", 1),
        ("What is the social and solidarity economy?", 4),
        ("What does an SSE earn?", 4),
        ("Zebras", 3),
    ],
)
def test_the_page_with_the_words_comes_first(index: Index, question: str, page: int) -> None:
    assert pages(by_words(index, question))[0] == page


def test_the_page_with_the_nearest_vector_comes_first(index: Index) -> None:
    hits = HybridRetriever(index, dense_weight=1).retrieve("zzz qqq zebras quizzes")

    assert pages(hits)[0] == 3


def test_each_page_is_found_once_best_first(index: Index) -> None:
    hits = HybridRetriever(index).retrieve("Which people have jobs in Tunisia?")

    assert sorted(pages(hits)) == [1, 2, 3, 4]
    assert len(hits) <= PAGES
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_page_brings_all_its_statements_best_first(index: Index) -> None:
    (hit,) = (hit for hit in by_words(index, "Who are the members in Tunisia?") if hit.page == 1)

    assert hit.matches[0].passage.text == "They have members in Tunisia"
    assert {match.passage.text for match in hit.matches} == {
        *("Cooperatives", "They provide jobs to 279.4 million people", "They have members in Tunisia"),
        "They follow R193",
    }


def test_coverage_is_the_share_of_what_was_asked_that_a_statement_says(index: Index) -> None:
    (hit,) = (hit for hit in by_words(index, "What jobs do cooperatives provide?") if hit.page == 1)
    told = {match.passage.text: match for match in hit.matches}
    jobs = told["They provide jobs to 279.4 million people"]

    assert 0 < jobs.coverage < jobs.coverage_in_context == pytest.approx(1)
    assert told["They follow R193"].coverage == 0
    assert told["They follow R193"].coverage_in_context > 0


def test_similarity_is_the_cosine_of_the_question_with_the_statement_in_its_context(index: Index) -> None:
    hit = HybridRetriever(index).retrieve("Workshop")[0]
    vector = index.embedder.embed_query("Workshop")

    for match in hit.matches:
        own = index.embedder.embed_query(match.passage.embedded_text)
        assert match.similarity == pytest.approx(float(own @ vector), abs=1e-5)


def test_a_page_that_is_only_a_title_gives_way_unless_a_place_is_asked_for(index: Index) -> None:
    def scores(seeks: Seeks) -> dict[int, float]:
        asked = Question(text="the workshop", language="en", seeks=seeks)
        hits = HybridRetriever(index, steps=False).search(asked)
        return {hit.page: hit.score for hit in hits}

    said, placed = scores("statement"), scores("location")

    assert said[2] == pytest.approx(TITLE_ONLY * placed[2])
    assert said[3] == placed[3]


def test_a_page_that_is_read_is_raised_by_the_chance_that_it_answers(index: Index) -> None:
    asked = Question(text="people have jobs in Tunisia", language="en", seeks="statement")
    found = HybridRetriever(index, steps=False).search(asked)

    told = read(asked, asked.text, found, index)

    before = {hit.page: hit.score for hit in found}
    raised = {hit.page: hit.score - before[hit.page] for hit in told}
    odds = {
        hit.page: [math.exp(hit.reading.log_odds), math.exp(max(hit.reading.statements))]
        for hit in told
        if hit.reading
    }
    assert len({section for section, _ in odds.values()}) > 1
    assert any(section != statement for section, statement in odds.values())
    assert raised == pytest.approx(
        {page: RAISE * one / (1 + one) + RAISE_SAID * two / (1 + two) for page, (one, two) in odds.items()}
        | {hit.page: 0.0 for hit in told if not hit.reading}
    )
    assert {len(hit.reading.statements) for hit in told if hit.reading} <= {1, SAID}
    assert [hit.score for hit in told] == sorted((hit.score for hit in told), reverse=True)


def test_what_no_source_says_is_found_by_no_word(index: Index) -> None:
    assert by_words(index, "xylophone") == []


def test_a_question_few_of_whose_words_are_known_scores_low(index: Index) -> None:
    known = by_words(index, "members in Tunisia")[0]
    unknown = by_words(index, "xylophone players and dentists in Tunisia")[0]

    assert unknown.score < known.score / 2


def test_a_follow_up_is_searched_for_with_the_question_before_it(index: Index) -> None:
    first = "What does the SSE earn?"

    assert pages(by_words(index, "And the members?"))[0] == 1
    assert 4 not in pages(by_words(index, "And the members?"))
    assert 4 in pages(by_words(index, "And the members?", first))
    assert 4 not in pages(by_words(index, "Which members are in Tunisia?", first))


def test_an_abbreviation_of_the_sources_is_known_in_lower_case(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embedder, "is_word", lambda word: word != "sse")

    (concept,) = HybridRetriever(index).query("sse").concepts

    assert concept.ways == (("sse",), ("social", "solidar", "economi"))


@pytest.mark.parametrize("question", ["Combien d’emplois ?", "¿Cuántos empleos?"])
def test_a_question_in_another_language_is_searched_for_by_its_english(index: Index, question: str) -> None:
    language = "fr" if question.startswith("C") else "es"

    query = HybridRetriever(index).query(question, language)

    assert ("job",) in {way for concept in query.concepts for way in concept.ways}
    assert pages(HybridRetriever(index, dense_weight=0).retrieve(question))[0] == 1


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Que dit la convention sur le travail à domicile du travail sous la menace ?", "1996"),
        ("trabajo forzoso 1930: ¿qué se entiende por trabajo forzoso?", "1930"),
    ],
)
def test_a_document_is_known_by_the_english_of_its_name(tmp_path: Path, question: str, year: str) -> None:
    """Both conventions say the same, so only the name tells which is asked about."""
    with pytest.MonkeyPatch.context() as patch:
        letters_for_model(patch)
        for name in ("forced-labour-convention-1930", "home-work-convention-1996"):
            folder = tmp_path / "corpus"
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.md").write_text(
                "# Forced labour\n\nForced labour is work under a threat.\n", encoding="utf-8"
            )
        index = Index.open(ingested(tmp_path, DECK))

    hits = HybridRetriever(index, dense_weight=0).retrieve(question)

    assert year in hits[0].source_id
    index.library.close()


def test_of_pages_alike_the_one_is_first_whose_source_speaks_of_what_is_asked(tmp_path: Path) -> None:
    breaks = "# Breaks\n\nA break is an hour.\n"
    with pytest.MonkeyPatch.context() as patch:
        letters_for_model(patch)
        folder = tmp_path / "corpus"
        folder.mkdir()
        (folder / "a-seamen.md").write_text(
            f"# Cooks\n\nCooks boil fish.\n\n---\n\n{breaks}", encoding="utf-8"
        )
        (folder / "b-bakers.md").write_text(
            f"# Ovens\n\nBakers bake bread.\n\n---\n\n{breaks}", encoding="utf-8"
        )
        index = Index.open(ingested(tmp_path, DECK))

    hits = HybridRetriever(index, dense_weight=0, steps=False).retrieve("How long is a break of bakers?")

    assert [hit.source_id for hit in hits if hit.page == 2][:2] == ["b-bakers", "a-seamen"]
    index.library.close()


def test_pages_of_the_only_source_keep_their_scores(index: Index) -> None:
    retriever = HybridRetriever(index)
    (source,) = index.library.sources()
    scores = {(source.source_id, 1): 0.5, (source.source_id, 2): 0.1}

    assert retriever._in_company(scores) == scores


def test_a_capital_that_acts_is_mended_to_its_country(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    retriever = HybridRetriever(index)
    monkeypatch.setattr(retriever, "knows", lambda word: word == "Japan")

    assert retriever.mend("What did Tokyo ask for?", "en") == "What did Japan ask for?"
    assert retriever.mend("Qu’a demandé Tokyo ?", "fr") == "Qu’a demandé Tokyo ?"


def test_the_query_is_embedded_as_typed_in_a_language_of_the_sources(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded: list[str] = []

    def embed(text: str) -> NDArray[np.float32]:
        embedded.append(text)
        first: NDArray[np.float32] = np.eye(1, 27, dtype=np.float32)[0]
        return first

    monkeypatch.setattr(index.embedder, "embed_query", embed)

    HybridRetriever(index).query("Which jobs?", "en")

    assert embedded == ["Which jobs?"]


def test_markup_and_marks_of_search_engines_are_words_like_any_others(index: Index, tmp_path: Path) -> None:
    for question in ('"', "title:(", "+jobs -members~2^3", "*", "AND OR NOT", "[1] <b>"):
        HybridRetriever(index).retrieve(question)


@pytest.mark.parametrize(
    ("embedder", "languages", "weight"),
    [
        ("all-minilm-l6-v2-53aa5-0-384", ("en",), DENSE_WEIGHT),
        ("all-minilm-l6-v2-53aa5-0-384", ("en", "fr"), DENSE_WEIGHT),
        ("all-minilm-l6-v2-53aa5-0-384", ("fr",), FOREIGN_WEIGHT),
        ("multilingual-e5-small-ab12-0-384", ("fr",), DENSE_WEIGHT),
    ],
)
def test_the_bundled_embedder_counts_little_where_no_source_is_in_its_language(
    index: Index, embedder: str, languages: tuple[str, ...], weight: float
) -> None:
    other = copy(index)
    other.record = replace(index.record, embedder=embedder, languages=languages)
    question = "Which jobs?"

    chosen = HybridRetriever(other).retrieve(question)

    assert chosen == HybridRetriever(other, dense_weight=weight).retrieve(question)
    assert chosen != HybridRetriever(other, dense_weight=0.3).retrieve(question)


def test_a_question_that_names_its_pages_is_answered_from_them_alone(index: Index) -> None:
    asked = understand("Which jobs?")
    named = replace(asked, pages=(SlideRef(source_id="deck", page=3),))

    assert pages(HybridRetriever(index).search(named)) == [3]


def test_every_page_with_a_mention_is_found(index: Index) -> None:
    hits = HybridRetriever(index).search(understand("Where is Tunisia mentioned?"))

    assert sorted(pages(hits)) == [1, 3]
    assert all(max(match.about for match in hit.matches) == 1 for hit in hits)


def test_a_statement_speaks_of_what_stands_above_it(index: Index) -> None:
    hits = HybridRetriever(index).search(replace(understand("Which quizzes?"), about="Tunisia"))
    about = {m.passage.text: m.about for hit in hits for m in hit.matches}

    assert about["Zebras and quizzes"] == 1  # under "Projects in Tunisia"
    assert about["They follow R193"] == 0


def test_a_statement_that_says_a_name_of_the_question_is_about_it(index: Index) -> None:
    hits = HybridRetriever(index).search(understand("Which members are there in Tunisia?"))
    about = {m.passage.text: m.about for hit in hits for m in hit.matches}

    assert (about["They have members in Tunisia"], about["They follow R193"]) == (1, 0)
