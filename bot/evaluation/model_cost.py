"""What a language model was asked over many answers: requests, tokens, seconds, sentences kept and cut."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.types import Answer, Answerer, Turn


class CostMeter:
    """An answerer that adds up what its answers cost."""

    def __init__(self, answerer: Answerer) -> None:
        """Answers as `answerer` does."""
        self._answerer = answerer
        self._answers: list[Answer] = []

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, scope: Collection[str] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows; the last one is final and counted."""
        for answer in self._answerer.stream(question, history, scope=scope):
            if answer.final and answer.usage:
                self._answers.append(answer)
            yield answer

    def told(self) -> str:
        """The totals in one line; empty when no language model was asked."""
        used = [answer.usage for answer in self._answers if answer.usage]
        if not used:
            return ""
        seconds = [answer.timings_ms.get("model", 0.0) / 1000 for answer in self._answers]
        kept, cut = sum(each.kept for each in used), sum(each.cut for each in used)
        return (
            f"{used[0].model}: {sum(each.requests for each in used)} requests for {len(used)} answers, "
            f"{sum(each.input_tokens for each in used):,} tokens read and "
            f"{sum(each.output_tokens for each in used):,} written, "
            f"{sum(seconds) / len(seconds):.1f} seconds an answer; "
            f"{kept} of {kept + cut} sentences kept, {cut} cut"
        )
