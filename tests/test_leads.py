from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.leads import MOST, leads
from bot.query import concepts_of
from bot.types import Reference
from ingest.types import Source, SourceStatus
from ingest.vocabulary import Vocabulary


def document(
    source_id: str, title: str, date: str = "", status: SourceStatus = "linked", note: str = ""
) -> Source:
    return Source(source_id=source_id, title=title, kind="document", date=date, status=status, note=note)


DECK = Source(source_id="deck", title="Briefing", kind="deck", path=Path("deck.md"), date="2021-03")
RESOLUTION = document("resolution", "Resolution on fair ponds", "2022-06-10", "later")
FISHING = document("fishing", "Fishing Act (Act No. 78), Ruritania", "2009")
PONDS = [document(f"ponds-{n}", f"Report {n} on ponds") for n in range(3)]
SOURCES = [DECK, RESOLUTION, FISHING, *PONDS]


def led(question: str, sources: Sequence[Source] = SOURCES) -> list[str]:
    return [reference.source_id for reference in found(question, sources)]


def found(question: str, sources: Sequence[Source] = SOURCES) -> tuple[Reference, ...]:
    vocabulary = Vocabulary(words={}, abbreviations={}, names=frozenset())
    concepts = concepts_of(question, ["en"], vocabulary, is_word=lambda word: True)
    return leads(question, concepts, sources)


def test_a_question_is_led_to_the_document_of_its_title_and_date() -> None:
    assert led("Which definition of ponds did the resolution adopt in June 2022?") == ["resolution"]
    assert led("How many voted against the Fishing Act?") == ["fishing"]


def test_a_name_in_the_question_is_enough() -> None:
    assert led("Is the one in Ruritania in force?") == ["fishing"]


def test_a_common_word_is_not_enough() -> None:
    assert led("How deep are ponds?") == []
    assert led("What acts on them?") == []


def test_a_question_about_something_else_is_led_nowhere() -> None:
    assert led("How many people live in France?") == []
    assert (
        led("Did the fishing act on distant villages that lost their sheep to winter storms and wolves?")
        == []
    )
    assert led("") == []


def test_what_was_read_is_no_lead() -> None:
    assert led("What does the Briefing of March 2021 say?") == []


def test_a_document_comes_before_what_others_write_of_it() -> None:
    news = document("news", FISHING.title, "2009", "third_party")
    assert led("When was the Fishing Act adopted?", [news, *SOURCES]) == ["fishing"]


def test_equal_documents_are_named_together_but_not_many() -> None:
    twins = [document(f"twin-{n}", "Fishing Act of Ruritania") for n in range(MOST + 1)]
    assert len(led("What does the Fishing Act say?", [DECK, *twins, *PONDS])) == MOST


def test_a_note_tells_less_than_a_title() -> None:
    noted = document("noted", "Hunting Act of Ruritania", note="Repeals the Fishing Act of 2009.")
    assert led("Is the Fishing Act of 2009 in force in Ruritania?", [noted, *SOURCES]) == ["fishing"]


def test_a_document_is_later_by_its_status_or_by_its_date() -> None:
    newer = document("newer", "Hunting Act of Ruritania", "2021-04")
    (resolution,) = found("Which fair ponds has the resolution of June 2022?")
    assert resolution.is_later
    assert [r.is_later for r in found("Is the Hunting Act in force?", [DECK, newer, *PONDS])] == [True]
    assert [r.is_later for r in found("Is the Fishing Act in force?")] == [False]
