"""The check of a sentence by rules, with a small network that was taught what a statement supports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.claim import Evidence
from bot.model.verify import Fault, Verdict, verify
from ingest.reader import Reader

LEAST = -2.0
"""Log odds below which a sentence is cut that the rules let pass."""
ENOUGH: Mapping[Fault, float] = {"words": 2.5, "degree": 2.0, "role": 1.5}
"""Log odds from which a sentence is shown although the rules find a fault of that kind: they know words and
clauses, and take some paraphrases for other things. What they say of figures, dates, names, instruments,
denials, stages and quotations always holds. Chosen with tests/calibration/checker.py, on sentences that the
network did not learn from, so that as many inventions stand as by the rules alone (24 of some 330, not 21)
and more than half as many true sentences again (123 of some 240, not 76)."""


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
        if language != "en" or any(each.language != "en" for each in evidence):
            return ruled  # the network reads English only
        if ruled.fault is not None and ruled.fault not in ENOUGH:
            return ruled
        odds = self.log_odds(sentence, evidence)
        if ruled.fault is None:
            return ruled if odds >= LEAST else Verdict(fault="sense")
        return Verdict() if odds >= ENOUGH[ruled.fault] else ruled

    def log_odds(self, sentence: str, evidence: Sequence[Evidence]) -> float:
        """Logarithm of the odds that the evidence, taken together, supports the sentence, by the network."""
        whole = "\n".join(each.whole for each in evidence)
        return float(self._network.log_odds(sentence, [whole])[0])
