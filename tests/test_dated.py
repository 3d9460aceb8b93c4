from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import DECK, REPORT, SURVEY

from bot.dated import (
    dates_to_say,
    is_about_now,
    is_of_another_year,
    is_passing,
    latest,
    written,
    years_after,
)


@pytest.mark.parametrize(
    "statement",
    [
        "Currently chaired by the Office, it has 18 members.",
        "The unit celebrated its centenary last year",
        "Research on six countries (underway)",
        "The bill is under discussion",
        "A summit is being organised",
        "Three countries are developing a policy",
        "The Office has also been supporting legislation in two countries",
        "Present members: three agencies",
        "The report will be published in two volumes",
        "La loi est actuellement en discussion",
        "El proyecto está en curso",
    ],
)
def test_a_statement_of_its_day_is_passing(statement: str) -> None:
    assert is_passing(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "Cooperatives have over 1.2 billion members worldwide",
        "The Office signed a new memorandum in 2019",
        "The number rose from 501 in 2010 to 11,421 in 2015",
        "Each Member shall keep its legislation under review, in so far as practicable.",
        "Measures should be adopted as soon as possible, as well as of necessity.",
        "A worker who is being indemnified may be excluded.",
        "If the machine is being cleaned, it stands still.",
        "Finding a new balance is an alternative model of development",
        "Documents that are up to date",
        "The presentation of the seafarers",
    ],
)
def test_a_statement_of_a_fact_or_a_rule_is_not(statement: str) -> None:
    assert not is_passing(statement)


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Who chairs the task force now?", True),
        ("Is the law still in force?", True),
        ("What is the latest figure?", True),
        ("Qui préside actuellement le groupe ?", True),
        ("¿Quiénes son los miembros actuales?", True),
        ("Now, what is a cooperative?", False),
        ("Is someone who babysits now and then a worker?", False),
        ("Who chaired the task force in 2013?", False),
        ("Combien de membres y a-t-il ?", False),
        ("¿Cuántos miembros hay?", False),
    ],
)
def test_a_question_about_now_is_known_by_its_words(question: str, now: bool) -> None:
    assert is_about_now(question) is now


@pytest.mark.parametrize(
    ("iso", "language", "shown"),
    [
        ("2021", "fr", "2021"),
        ("2021-03", "en", "March 2021"),
        ("2021-03", "fr", "mars 2021"),
        ("2021-03", "es", "marzo de 2021"),
        ("2021-03-15", "en", "15 March 2021"),
        ("2021-08-01", "fr", "1er août 2021"),
        ("2021-03-05", "es", "5 de marzo de 2021"),
        ("2021-03", "ko", "March 2021"),
        ("2021-13", "en", "2021-13"),
        ("", "en", ""),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(iso: str, language: str, shown: str) -> None:
    assert written(iso, language) == shown


def test_the_latest_date_is_that_of_what_was_read() -> None:
    unread = replace(SURVEY, date="2030")
    assert latest([DECK, REPORT, unread]) == "2022-06"
    assert latest([DECK, unread]) == "2021-03-15"
    assert latest([]) == ""


def test_no_date_is_the_latest_while_one_is_unknown() -> None:
    assert latest([DECK, replace(REPORT, date="", path=Path("x"))]) == ""


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Who chairs it in 2025?", ["2025"]),
        ("What was adopted in June 2022, and in 2021?", ["2022"]),
        ("What was adopted in 2020?", []),
        ("What cost $2025, or 2030 €, or 2,025?", []),
        ("Resolution 77/2023 or A/RES/2024?", []),
    ],
)
def test_years_after_the_sources_are_found(question: str, years: list[str]) -> None:
    assert years_after(question, "2021-03") == years


def test_no_year_is_after_an_unknown_date() -> None:
    assert years_after("And in 2025?", "") == []


def test_dates_are_said_for_what_passes_and_for_questions_about_now() -> None:
    quoted = [("Currently chaired by one", "2022-06"), ("It has members", "2021-03"), ("Recently made", "")]
    assert dates_to_say("Who chairs it?", quoted) == ["2022-06"]
    assert dates_to_say("Who chairs it now?", quoted) == ["2021-03", "2022-06"]
    assert dates_to_say("Who?", quoted[1:]) == []


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("What share of GDP was it in 2019?", True),
        ("How many were there in 1995 and in 1996?", True),
        ("What share of GDP was it in 2015?", False),
        ("What did it grow to between 2010 and 2019?", False),
        ("Which laws were adopted in 2005?", False),
        ("What was organised in 2020?", False),
        ("Who chairs it in 2021?", False),
        ("What share of GDP is it?", False),
        ("Did it cost $2019?", False),
    ],
)
def test_a_question_of_another_year_than_the_page_speaks_of_is_known(question: str, another: bool) -> None:
    said = "8% of GDP in 2015, from 501 in 2010; laws 1997-2014; celebrated last year"
    assert is_of_another_year(question, said, "2021-03-15") is another


def test_a_page_without_years_of_a_source_without_a_date_is_of_any_year() -> None:
    assert not is_of_another_year("Who chairs it in 2025?", "It is chaired by the ILO", "")


def test_last_year_says_nothing_where_the_date_of_the_source_is_unknown() -> None:
    assert is_of_another_year("What was organised in 2020?", "celebrated last year, since 2011", "")
