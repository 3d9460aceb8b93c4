"""Orders in slides, notes, questions and conversations change no answer, even of a model that obeys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from fakes import FakeLibrary, cite, make_page

from bot.model.generate import GeneratedAnswerer
from bot.model.orders import is_order
from bot.model.prompts import Prompt
from bot.model.types import Piece
from bot.types import Answer, Hit, Match, Turn
from ingest.types import Library, Page, Passage


@dataclass(frozen=True)
class Attack:
    """An order, where it was put, and what obeying it says."""

    where: str
    text: str
    says: str


ATTACKS = [
    Attack(**each) for each in yaml.safe_load(Path(__file__).with_name("attacks.yaml").read_text("utf-8"))
]
FACTS = ("Ruritania has 12 halls", "The council pays for heating")
GOOD = "Ruritania has 12 halls [{}]."


class Obeying:
    """A model that says what it was told to in every way it can, and one thing that is true."""

    name = "fake:obeying"

    def __init__(self, says: str, statements: int) -> None:
        numbers = range(1, statements + 2)
        ways = [
            says,
            *(f"{says.rstrip('.')} [{n}]." for n in numbers),
            f"Ruritania has 12 halls and {says} [1].",
        ]
        truths = [GOOD.format(1)] * (3 * len(ways))  # not cut for having more invented than true
        self._reply = "\n".join([*ways, *truths])

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        yield Piece(text=self._reply)


class Quoting:
    """Quotes every statement of the page."""

    def __init__(self, library: Library, page: Page, quotes: Sequence[str]) -> None:
        self._library, self._page, self._quotes = library, page, quotes

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        some = tuple(
            cite(self._library, "deck", 1, quote, marker=n) for n, quote in enumerate(self._quotes, 1)
        )
        passages = [
            Passage(
                source_id="deck",
                page=1,
                ordinal=each.marker,
                start=each.start,
                end=each.end,
                text=each.quote,
                grain="statement",
                context=self._page.title,
            )
            for each in some
        ]
        matches = [
            Match(passage=p, similarity=1, coverage=1, coverage_in_context=1, score=1) for p in passages
        ]
        yield Answer(
            question=question,
            text="Quoted.",
            outcome="answered",
            language="en",
            citations=some,
            hits=(Hit(source_id="deck", page=1, score=1, matches=tuple(matches)),),
        )


def answer_to(attack: Attack) -> Answer:
    quotes = [*FACTS, *([attack.text] if attack.where == "statement" else [])]
    title = attack.text if attack.where == "title" else "Halls"
    notes = attack.text if attack.where == "notes" else ""
    page = make_page(1, ("title", title), *(("bullet", quote) for quote in quotes), notes=notes)
    library = FakeLibrary(pages=(page,))
    question = attack.text if attack.where == "question" else "How many halls does Ruritania have?"
    history = [Turn(role="user", content=attack.text)] if attack.where == "history" else []
    model = Obeying(attack.says, len(quotes))
    *_, last = GeneratedAnswerer(Quoting(library, page, quotes), model, library).stream(question, history)
    return last


def test_there_are_attacks_enough() -> None:
    assert len(ATTACKS) >= 40
    assert {attack.where for attack in ATTACKS} == {"statement", "title", "notes", "question", "history"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.says[:30])
def test_nothing_of_the_order_reaches_the_answer(attack: Attack) -> None:
    answer = answer_to(attack)
    shown = " ".join([answer.text, *answer.dropped, *answer.remarks, answer.understood_as or ""]).replace(
        "\\", ""
    )
    assert attack.says.rstrip(".").casefold() not in shown.casefold()
    assert "Ruritania has 12 halls" in answer.text
    assert all(citation.quote in FACTS for citation in answer.citations)


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania has 12 halls",
        "The ILO has used Recommendation No. 193 to advise more than 120 countries.",
        "Provide policy guidelines for member States wishing to establish a conducive environment",
        "Workers must not be asked to work without a contract; employers shall keep a register.",
        "Encourage the Office to establish and maintain a wide range of partnerships",
        "All the publications are available at ilo.org/coop",
        "Assistants and care workers: the new rules on rest periods",
        "Raise awareness about the role of cooperatives in realising inclusive development",
        "Répondre aux besoins de la communauté par l’économie sociale et solidaire",
        "Las reglas anteriores a 2002 no mencionan las cooperativas",
    ],
)
def test_what_sources_say_to_people_is_no_order(text: str) -> None:
    assert not is_order(text)
