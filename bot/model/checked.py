"""The check of a sentence by rules, with a small network that was taught what a statement supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.claim import Evidence
from bot.model.framing import matter
from bot.model.gloss import in_english
from bot.model.loaded import negations
from bot.model.verify import Fault, Verdict, verify
from bot.model.wording import content
from ingest.reader import Reader
from ingest.terms import fold, terms

LEAST = -2.5
"""Log odds below which a sentence is cut that the rules let pass."""
ENOUGH: Mapping[Fault, float] = {"words": 2.5, "degree": 2.0, "role": 1.5}
"""Log odds from which a sentence is shown although the rules find a fault of that kind: they know words and
clauses, and take some paraphrases for other things. What they say of figures, dates, names, instruments,
denials, stages and quotations always holds. Chosen with tests/calibration/checker.py, on sentences that the
network did not learn from, so that as many inventions stand as by the rules alone (24 of some 330, not 21)
and more than half as many true sentences again (123 of some 240, not 76)."""
ENOUGH_ABROAD: Mapping[Fault, float] = {"words": 3.0, "role": 3.0}
"""The same for sentences in French and Spanish, read word for word in English (`bot.model.gloss`)."""
ENOUGH_OF_MANY = 1.5
"""The same where a single word of at least `MANY` does not stand in what is cited."""
MANY = 7


def is_excerpt(sentence: str, each: Evidence) -> bool:
    """Whether the words of a sentence stand in one statement in their order: nothing is left to read."""
    said, told = (terms(text, "en") for text in (matter(sentence, "en"), each.text))
    if not said or len(negations(fold(sentence), "en")) < len(negations(fold(each.text), "en")):
        return False
    rest = iter(told)
    return all(term in rest for term in said)


def _enough(ruled: Verdict, sentence: str, language: str) -> float | None:
    """Log odds from which a fault is overruled; None where none are enough, or there is no fault."""
    if ruled.fault is None:
        return None
    enough = (ENOUGH if language == "en" else ENOUGH_ABROAD).get(ruled.fault)
    is_one = ruled.fault == "words" and "," not in ruled.about
    many = is_one and len({word.said for word in content(matter(sentence, language), language)}) >= MANY
    return min(enough, ENOUGH_OF_MANY) if enough is not None and many else enough


class Check(Protocol):
    """Tells whether a sentence says what the statements it cites say."""

    def __call__(self, sentence: str, evidence: Sequence[Evidence], language: str) -> Verdict:
        """The verdict on a sentence in a language (ISO 639-1) beside all that it cites."""
        ...


class Checker:
    """The rules of `verify`, overruled where a network is sure enough."""

    def __init__(self, network: Reader) -> None:
        """Reads with a network that tells what is supported (`ingest.reader`, "checker")."""
        self._network = network

    def __call__(self, sentence: str, evidence: Sequence[Evidence], language: str) -> Verdict:
        """The verdict on a sentence in a language (ISO 639-1) beside all that it cites."""
        ruled = verify(sentence, evidence, language)
        if any(each.language != "en" for each in evidence):
            return ruled  # the network reads English only
        abroad = language != "en"
        enough = _enough(ruled, sentence, language)
        if (ruled.fault is None and abroad) or (ruled.fault is not None and enough is None):
            return ruled
        if ruled.fault is None and any(is_excerpt(sentence, each) for each in evidence):
            return ruled
        odds = self.log_odds(in_english(sentence, evidence, language) if abroad else sentence, evidence)
        if enough is None:
            return ruled if odds >= LEAST else Verdict(fault="sense")
        return Verdict() if odds >= enough else ruled

    def log_odds(self, sentence: str, evidence: Sequence[Evidence]) -> float:
        """Logarithm of the odds that the evidence, taken together, supports the sentence, by the network."""
        whole = "\n".join(each.whole for each in evidence)
        return float(self._network.log_odds(sentence, [whole])[0])
