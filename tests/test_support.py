from __future__ import annotations

from dataclasses import replace

import pytest

from bot.compose import Group, Line
from bot.question import understand
from bot.support import LEAST, OUTSIDE, judge, names_in, probability
from bot.types import Hit, Match, Reading
from ingest.types import Passage


def hit(
    score: float,
    similarity: float,
    coverage: float = 0.5,
    text: str = "Jobs: 279.4 million",
    log_odds: float = 1.0,
) -> Hit:
    passage = Passage(
        source_id="deck",
        page=1,
        ordinal=1,
        start=0,
        end=len(text),
        text=text,
        grain="statement",
        kind="bullet",
    )
    match = Match(
        passage=passage, similarity=similarity, coverage=coverage, coverage_in_context=coverage, score=score
    )
    reading = Reading(log_odds=log_odds, typed=True)
    return Hit(source_id="deck", page=1, score=score, matches=(match,), reading=reading)


def group(found: Hit) -> Group:
    return Group(hit=found, lines=(Line(passage=found.matches[0].passage, depth=0),))


def outcome(question: str, found: Hit, *known: str) -> str:
    return judge(understand(question), [found], [group(found)], knows=lambda name: name in known)


def test_nothing_found_is_no_evidence_at_all() -> None:
    assert probability([]) == 0
    assert judge(understand("Jobs?"), [], [], knows=lambda name: True) == "out_of_scope"


@pytest.mark.parametrize("step", [0.05, 0.1, 0.2])
def test_a_better_page_or_a_likelier_section_or_statement_makes_an_answer_likelier(step: float) -> None:
    def read(section: float, statement: float) -> float:
        reading = Reading(log_odds=section, statements=(statement, -9), typed=True)
        return probability([replace(hit(0.3, 0.4), reading=reading)])

    base = read(-1, -1)
    assert probability([hit(0.3 + step, 0.4)]) > probability([hit(0.3, 0.4)])
    assert read(-1 + step, -1) > base
    assert read(-1, -1 + step) > base
    assert 0 < base < 1


def test_a_near_miss_is_told_by_the_reader_alone() -> None:
    found, missed = hit(0.4, 0.6, log_odds=0.5), hit(0.4, 0.6, log_odds=-5)
    assert outcome("what about jobs in cooperatives", found) == "answered"
    assert outcome("what about jobs in cooperatives", missed) == "not_in_sources"


def test_pages_that_were_not_read_are_judged_by_the_rest() -> None:
    unread = replace(hit(0.6, 0.7), reading=None)
    assert probability([unread]) == pytest.approx(
        probability([replace(unread, reading=Reading(log_odds=0, typed=True))])
    )
    assert outcome("Which slide speaks of jobs in cooperatives?", unread) == "answered"


def test_strong_evidence_is_answered_weak_evidence_declined_and_none_is_outside() -> None:
    strong, weak = hit(0.6, 0.7, log_odds=1), hit(0.2, 0.4, log_odds=-3.5)
    none = hit(0.05, 0.1, log_odds=-7, coverage=0.1)
    assert probability([none]) < OUTSIDE < probability([weak]) < LEAST < probability([strong])
    assert outcome("what about jobs in cooperatives", strong) == "answered"
    assert outcome("what about jobs in cooperatives", weak) == "not_in_sources"
    assert outcome("what about jobs in cooperatives", none) == "out_of_scope"


def test_what_the_sources_speak_of_is_never_called_outside_however_little_they_say_of_it() -> None:
    hopeless = hit(0.05, 0.1, log_odds=-7, coverage=0.3)
    assert probability([hopeless]) < OUTSIDE
    assert outcome("what is the budget of PROMESS", hopeless) == "not_in_sources"
    assert judge(understand("The budget?"), [hopeless], [], knows=lambda _: True) == "not_in_sources"


def test_a_statement_that_says_all_the_question_names_is_answered_however_weak_the_rest() -> None:
    assert outcome("what about jobs", hit(0.2, 0.4, coverage=1.0, log_odds=-2)) == "answered"


def test_a_name_the_sources_do_not_say_has_no_answer() -> None:
    assert outcome("How many jobs are there in Germany?", hit(0.6, 0.7)) == "not_in_sources"
    assert outcome("How many jobs are there in Germany?", hit(0.6, 0.7), "Germany") == "answered"


@pytest.mark.parametrize("question", ["How many jobs?", "When were the jobs counted?"])
def test_a_figure_or_date_that_is_not_there_is_no_answer(question: str) -> None:
    assert outcome(question, hit(0.6, 0.7, text="Cooperatives provide jobs")) == "not_in_sources"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How many cooperatives are there in Germany?", ["Germany"]),
        ("Has Chile adopted a law like Peru, Bolivia or the EU?", ["Chile", "Peru", "Bolivia"]),
        ("Germany: how many cooperatives?", []),
        ("What does the ILO do? The rest is known.", []),
        ("", []),
    ],
)
def test_names_are_words_capitalised_within_a_sentence(text: str, names: list[str]) -> None:
    assert names_in(text) == [(name,) for name in names]


def test_a_place_typed_in_lower_case_is_a_name() -> None:
    assert names_in("how many coops are there in germany") == [("germany",)]
    assert names_in("does it taste of turkey or happen in march") == []


def test_a_name_of_another_language_is_known_by_any_of_its_ways() -> None:
    ((said, *english),) = names_in("Combien de coopératives y a-t-il en Allemagne ?", "fr")
    assert (said, english[0]) == ("Allemagne", "Germany")
    assert names_in("Berapa koperasi di Jerman?", "id") == []


@pytest.mark.parametrize("text", ["Thanks!", "hello", "Merci beaucoup", "Buenos días", "ok, thank you"])
def test_a_greeting_or_thanks_is_not_answered_with_a_slide(text: str) -> None:
    assert outcome(text, hit(0.9, 0.9)) == "out_of_scope"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many countries used Recommendation No. 205?", "not_in_sources"),
        ("How many countries used Recommendation No. 193?", "answered"),
        ("How many countries used R193 or R205?", "answered"),
        ("How many countries ratified Convention No. 87?", "answered"),
    ],
)
def test_what_is_said_of_one_recommendation_is_no_answer_about_another(question: str, expected: str) -> None:
    said = hit(0.9, 0.9, text="Recommendation No. 193 has been used by 120 countries", log_odds=4)
    assert judge(understand(question), [said], [group(said)], knows=lambda name: True) == expected


@pytest.mark.parametrize(
    ("question", "language", "names"),
    [
        ("Quels pays ? Pouvez-vous les citer ?", "fr", []),
        ("Luxembourg en a-t-il un ?", "fr", ["Luxembourg"]),
        ("¿Qué dice Kosea? Podría decirlo?", "es", ["Kosea"]),
        ("In which countries or territories?", "en", []),
        ("who lent it to germany?", "en", ["germany"]),
    ],
)
def test_the_first_word_of_a_sentence_is_a_name_only_where_it_is_known_as_one(
    question: str, language: str, names: list[str]
) -> None:
    assert [name for name, *_ in names_in(question, language)] == names
