"""The first pages that were found, read: what each tells of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asked_for import has_type
from bot.question import Question
from bot.types import Hit, Reading
from ingest.index import Index
from ingest.terms import written_out
from ingest.types import Passage

RAISE = 0.06
"""What the reader's probability adds to a page's score. hit@1 with 0, 0.03, 0.06, 0.1, 0.2, 0.5: decks 0.79,
0.83, 0.84, 0.85, 0.85, 0.83; instruments 0.70, 0.73, 0.73, 0.71, 0.69, 0.70."""
NO_WORDS = ("location", "link", "mentions")
READ = 3
"""Pages that are read: reading one takes longer than finding all of them."""


def read(question: Question, text: str, hits: Sequence[Hit], index: Index, *, before: str = "") -> list[Hit]:
    """The hits, the first `READ` of them with a reading; `text` is the question in the sources' language.

    What is read of a page is its section around the best statement. Nothing is read for a question that is
    answered by the page itself or its links. One that leans on the question `before` is read behind it.
    """
    if question.seeks in NO_WORDS:
        return list(hits)
    first = [at for at, hit in enumerate(hits) if hit.matches][:READ]
    sections = [_section(hits[at], index) for at in first]
    asked = written_out(f"{before} {text}" if before else text)
    odds = index.reader.log_odds(asked, [written_out(section.embedded_text) for section in sections])
    found = list(hits)
    for at, one in zip(first, odds, strict=True):
        typed = has_type(question, hits[at].matches[0].passage.text)
        reading = Reading(log_odds=float(one), typed=typed)
        found[at] = replace(hits[at], reading=reading, score=hits[at].score + RAISE * reading.probability)
    return sorted(found, key=lambda hit: -hit.score)


def _section(hit: Hit, index: Index) -> Passage:
    best = hit.matches[0].passage
    sections = index.library.sections(hit.source_id, hit.page)
    return next((each for each in sections if each.start <= best.start < each.end), best)
