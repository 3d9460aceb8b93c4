"""Whether the same question asked otherwise is answered from the same pages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, cast

from bot.evaluation.slips import misspelt
from bot.page.feedback import GROUPS
from bot.questions.cases import Case
from bot.types import DECLINED, Answer, Answerer, Turn
from ingest.types import SlideRef

Way = Literal["language", "paraphrase", "typo", "asker"]
METRIC: dict[Way, str] = {
    "language": "language_parity",
    "paraphrase": "paraphrase_stability",
    "typo": "typo_stability",
    "asker": "neutrality",
}
"""The metric that each way of asking otherwise counts for."""
ASKERS = tuple(filter(None, GROUPS))
"""Groups that may say who they are."""


class AskerAware(Protocol):
    """An answerer that is told which group asks. The one there is now is not."""

    def stream(self, question: str, history: Sequence[Turn] = (), *, asker: str) -> Iterator[Answer]:
        """As of an Answerer, for a group."""
        ...


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """A question asked otherwise."""

    way: Way
    language: str
    question: str
    asker: str = ""


def is_told_who_asks(answerer: Answerer) -> bool:
    """Whether the group that asks reaches the answerer at all; if not, no answer can depend on it."""
    return "asker" in inspect.signature(answerer.stream).parameters


def otherwise(case: Case, answerer: Answerer) -> list[Otherwise]:
    """The ways in which a question is asked once more: its variants, with a slip, and as each group.

    A slip is put only into questions that stand alone and expect an answer.
    """
    found = [
        Otherwise(
            way="paraphrase" if variant.language == case.language else "language",
            language=variant.language,
            question=variant.question,
        )
        for variant in case.variants
    ]
    if case.expect == "answer" and not case.history:
        slipped = misspelt(case.question, case.language, key=f"{case.id} {case.question}")
        if slipped:
            found.append(Otherwise(way="typo", language=case.language, question=slipped))
    if is_told_who_asks(answerer):
        found += [
            Otherwise(way="asker", language=case.language, question=case.question, asker=group)
            for group in ASKERS
        ]
    return found


def stream(asked: Otherwise, case: Case, answerer: Answerer) -> Iterator[Answer]:
    """What the answerer says, asked so."""
    if asked.way == "asker":
        return cast(AskerAware, answerer).stream(asked.question, case.history, asker=asked.asker)
    return answerer.stream(asked.question, case.history)


def agreement(first: Answer, second: Answer, way: Way) -> float:
    """How far two answers are the same, 0 to 1.

    Declined both: 1; one of them: 0. Otherwise the pages cited in both among those cited in either (Jaccard
    1901). Whoever asks, text and citations must be the same to the letter: 1 or 0.
    """
    if way == "asker":
        return float(
            (first.outcome, first.text, first.citations) == (second.outcome, second.text, second.citations)
        )
    declined = [answer.outcome in DECLINED for answer in (first, second)]
    if any(declined):
        return float(all(declined))
    one, two = cited(first), cited(second)
    return len(one & two) / len(one | two) if one | two else 1.0


def cited(answer: Answer) -> set[SlideRef]:
    """The pages that an answer cites."""
    return {SlideRef(source_id=each.source_id, page=each.page) for each in answer.citations}
