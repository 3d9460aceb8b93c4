"""How long after a model's first whole sentence the reader sees it: what the check and the streaming add.

python tests/first_words.py
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from claims import Claim, claims
from fakes import FakeLibrary, cite, make_page

from bot.model.claim import Evidence
from bot.model.generate import GeneratedAnswerer
from bot.model.prompts import Prompt
from bot.model.types import Piece
from bot.model.verify import verify
from bot.types import Answer, Citation, Turn


class _Quoting:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        scope: Collection[str] = (),
    ) -> Iterator[Answer]:
        yield self._answer


class _Timed:
    """Says one sentence and, at once, the beginning of the next; notes when."""

    name = "fake:timed"

    def __init__(self, sentence: str) -> None:
        self.at = 0.0
        self._sentence = sentence

    def stream(self, prompt: Prompt) -> Iterator[Piece]:
        self.at = time.perf_counter()
        yield Piece(text=f"{self._sentence.rstrip('.')} [1].\n")
        yield Piece(text="And")


def added(claim: Claim) -> float | None:
    """Milliseconds from the sentence to the reader; None for one that is cut."""
    page = make_page(1, ("title", "Page"), ("bullet", claim.evidence.text))
    library = FakeLibrary(pages=(page,))
    cited: tuple[Citation, ...] = (cite(library, "deck", 1, claim.evidence.text),)
    quoted = Answer(question="?", text="", outcome="answered", language=claim.language, citations=cited)
    model = _Timed(claim.text)
    for answer in GeneratedAnswerer(_Quoting(quoted), model, library).stream("What?"):
        if not answer.final:
            return (time.perf_counter() - model.at) * 1000
    return None


def main() -> None:
    for language in ("en", "fr", "es"):
        start = time.perf_counter()
        verify("Ready.", [Evidence(text="Ready.")], language)
        print(f"loading, {language}: {(time.perf_counter() - start) * 1000:.0f} ms")
    found = [ms for claim in claims() if claim.kind == "true" and (ms := added(claim)) is not None]
    low, high, most = np.percentile(found, (50, 95, 100))
    print(f"added to the first sentence, n = {len(found)}: p50 {low:.1f} ms, p95 {high:.1f}, most {most:.1f}")


if __name__ == "__main__":
    main()
