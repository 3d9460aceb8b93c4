"""A conversation's question as a draft of a test question, for a person to complete."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.questions.cases import KINDS, Case, Evidence, kind_of
from bot.questions.write import to_yaml
from bot.types import Answer, Turn

TYPE = "from_conversation"
"""The type of a draft until a person gives it another."""
NOTE = (
    "Drafted from an answer of the bot: what it cites is not yet what is right. Check the pages and quotes, "
    "add facts and a reference, and set expect to what the sources hold."
)


def draft(answer: Answer, *, case_id: str, history: Sequence[Turn] = (), asker: str = "") -> str:
    """The question of an answer as an item of a file of test questions, in YAML ("- id: ...").

    Its evidence is what the answer cites; of a declined question the pages pointed to are `near` and the
    kind of decline is `refusal`. A note says that a person has not looked at it. `bot.questions.write.append`
    adds it to a file. Pure: nothing is read or written.
    """
    return to_yaml(draft_case(answer, case_id=case_id, history=history, asker=asker))


def draft_case(answer: Answer, *, case_id: str, history: Sequence[Turn] = (), asker: str = "") -> Case:
    """The same, as a question that is not written yet."""
    kind = kind_of(answer)
    return Case(
        id=case_id,
        question=" ".join(answer.question.split()),
        language=answer.language,
        asker=asker,
        type=TYPE,
        expect="answer" if kind is None else "decline",
        refusal=next((each for each in KINDS if each == kind), None),
        history=tuple(history),
        evidence=()
        if kind
        else tuple(Evidence(source=c.source_id, page=c.page, quote=c.quote) for c in answer.citations),
        near=tuple(Evidence(source=p.source_id, page=p.page) for p in answer.pointers) if kind else (),
        note=NOTE,
    )


def free_id(taken: Collection[str], prefix: str = "C") -> str:
    """The first of C001, C002 ... that is not taken."""
    return next(name for n in range(1, len(taken) + 2) if (name := f"{prefix}{n:03}") not in taken)
