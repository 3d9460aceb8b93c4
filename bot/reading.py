"""The first pages that were found, read: what each tells of the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asked_for import has_type, says_counted
from bot.question import Question
from bot.types import Hit, Reading, chance
from ingest.index import Index
from ingest.terms import written_out
from ingest.types import Passage

RAISE = 0.03
"""What the chance that its section answers, by the reader, adds to a page's score."""
RAISE_SAID = 0.1
"""What the chance that a statement of it answers adds. hit@1 with neither, with 0.06 for the section alone,
and with these: presentation 0.88, 0.90, 0.92; decks 0.80, 0.85, 0.85; instruments 0.70, 0.74, 0.76."""
NO_WORDS = ("location", "link", "mentions")
READ = 3
"""Pages that are read: reading one takes longer than finding all of them."""
SAID = 2
"""Statements of each of these pages that are read by themselves, the best ones."""


def read(question: Question, text: str, hits: Sequence[Hit], index: Index, *, before: str = "") -> list[Hit]:
    """The hits, the first `READ` of them with a reading; `text` is the question in the sources' language.

    What is read of a page is its section around the best statement, and its best statements. Nothing is read
    for a question that is answered by the page itself or its links. One that leans on the question `before`
    is read behind it.
    """
    if question.seeks in NO_WORDS:
        return list(hits)
    first = [at for at, hit in enumerate(hits) if hit.matches][:READ]
    asked = written_out(f"{before} {text}" if before else text)
    sections = [_section(hits[at], index) for at in first]
    best = [[match.passage for match in hits[at].matches[:SAID]] for at in first]
    odds = _odds(asked, sections, index)
    said = iter(_odds(asked, [each for some in best for each in some], index))
    found = list(hits)
    for at, one, some in zip(first, odds, best, strict=True):
        text_of_best = hits[at].matches[0].passage.text
        typed = has_type(question, text_of_best) and says_counted(text, text_of_best)
        reading = Reading(log_odds=one, statements=tuple(next(said) for _ in some), typed=typed)
        raised = RAISE * reading.probability + RAISE_SAID * chance(reading.statement)
        found[at] = replace(hits[at], reading=reading, score=hits[at].score + raised)
    return sorted(found, key=lambda hit: -hit.score)


def _odds(asked: str, passages: Sequence[Passage], index: Index) -> list[float]:
    """Log odds of each passage, read with what it stands under; quickest for passages of like length."""
    texts = [written_out(passage.embedded_text) for passage in passages]
    return [float(each) for each in index.reader.log_odds(asked, texts)]


def _section(hit: Hit, index: Index) -> Passage:
    best = hit.matches[0].passage
    sections = index.library.sections(hit.source_id, hit.page)
    return next((each for each in sections if each.start <= best.start < each.end), best)
