"""Measures what slips of the pen cost and how many of them are mended.

    python tests/calibration/typos.py HOME QUESTIONS [HOME QUESTIONS ...] [FILE.jsonl ...]

HOME is a RAPPORTEUR_HOME in which the material of the questions has been ingested. Prints for each, by
language, how many of the slips put into the answerable stand-alone questions are repaired, what is found
without slips, with them and with them mended; and every word that is changed in the questions as they are,
and in those of the JSON lines (each with a "question") asked of the same sources. Which of those changes are
wrong is for a reader to judge.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.evaluation.slips import slip
from bot.language.identify import language_of
from bot.question import understand
from bot.questions.cases import Case
from bot.questions.read import load, locate
from bot.retrieve import HybridRetriever
from bot.wire import Bot
from ingest.settings import Settings
from ingest.terms import fold, is_stopword, stem, words

SEED = 20261
"""Not the seed that the rules of bot/language/mend.py were made with, which was 7."""
ROUNDS = 3
"""Slips tried with each question."""
LONG_ENOUGH = 5
"""Letters of the shortest word a slip is put into."""
MOST = 2000
"""Questions taken from the end of each file of JSON lines; the first 2000 were read while the rules were
made, so a file of fewer than 4000 has some of those among them."""


def with_slips(text: str, language: str, chance: random.Random) -> tuple[str, list[str]]:
    """The text with a slip in one or two of its words of content, and those words; none if it has none."""
    content = sorted(
        {
            word
            for word in re.findall(r"[^\W\d_]+", text)
            if len(word) >= LONG_ENOUGH
            and (word.islower() or word.istitle())
            and not is_stopword(word, language)
        }
    )
    chosen = chance.sample(content, min(len(content), chance.choice((1, 2))))
    for word in chosen:
        text = re.sub(rf"\b{word}\b", slip(word, chance), text, count=1)
    return text, chosen


def rank(hits: Sequence[tuple[str, int]], evidence: set[tuple[str, int]]) -> int:
    """The place of the first page of the evidence, from 1; far off when it is not among the hits."""
    return next((place for place, hit in enumerate(hits, 1) if hit in evidence), 1000)


def share(part: float, whole: int) -> str:
    """A share with its n."""
    return f"{part / whole:.3f} ({whole})" if whole else "- (0)"


def slips_of(bot: Bot, cases: Sequence[Case], language: str) -> None:
    """Prints what becomes of slips in questions of one language."""
    index = bot.index()
    retriever = HybridRetriever(index)
    chance = random.Random(SEED)
    retriever.mend("xxxxxxx", language)  # reads the word list
    repaired: Counter[str] = Counter()
    ranks: dict[str, list[int]] = {"no slip": [], "slips": [], "slips, mended": []}
    took = []
    for case in cases:
        places = [locate(each, index.library) for each in case.evidence]
        evidence = {(place.source_id, place.page) for place in places}

        def found(text: str, *, mended: bool, evidence: set[tuple[str, int]] = evidence) -> int:
            asked = understand(text, (), retriever.mend) if mended else understand(text)
            return rank([(hit.source_id, hit.page) for hit in retriever.search(asked)], evidence)

        for _ in range(ROUNDS):
            typed, slipped = with_slips(case.question, language, chance)
            if not slipped:
                continue
            started = time.perf_counter()
            mended = retriever.mend(typed, language)
            took.append((time.perf_counter() - started) * 1000)
            now = {stem(word, language) for word in words(mended)}
            unmended = {stem(word, language) for word in words(typed)}
            exact = {fold(word) for word in words(mended)}
            for word in slipped:
                said = any(fold(word) in fold(each) for each in index.vocabulary.words)
                repaired["all"] += 1
                repaired["right"] += stem(word, language) in now
                repaired["exact"] += fold(word) in exact or any(fold(word) in e.split("'") for e in exact)
                repaired["harmless"] += stem(word, language) in unmended
                repaired["all said"] += said
                repaired["right said"] += said and stem(word, language) in now
            ranks["no slip"].append(found(case.question, mended=False))
            ranks["slips"].append(found(typed, mended=False))
            ranks["slips, mended"].append(found(typed, mended=True))
    if not took:
        return
    print(f"  {language}: repaired {share(repaired['right'], repaired['all'])}", end="")
    print(f" (same stem unmended {share(repaired['harmless'], repaired['all'])},", end="")
    print(f" exactly the word {share(repaired['exact'], repaired['all'])})", end="")
    print(f", of words the sources have {share(repaired['right said'], repaired['all said'])}", end="")
    print(f"; {sorted(took)[len(took) // 2]:.2f} ms (median)")
    for name, places_found in ranks.items():
        firsts = [sum(place <= most for place in places_found) for most in (1, 3)]
        print(f"    {name}: hit@1 {share(firsts[0], len(took))}, hit@3 {share(firsts[1], len(took))}")


def changes(bot: Bot, name: str, questions: Iterable[str]) -> None:
    """Prints how many of the questions are changed, and every change."""
    retriever = HybridRetriever(bot.index())
    asked = list(questions)
    changed = [
        (text, mended) for text in asked if (mended := retriever.mend(text, language_of(text))) != text
    ]
    pairs = Counter(
        f"{was} > {now}"
        for text, mended in changed
        for was, now in zip(words(text), words(mended), strict=False)
        if was != now
    )
    print(f"  {name}: changed {share(len(changed), len(asked))}: {', '.join(sorted(pairs))}")


def main(arguments: Sequence[str]) -> None:
    """Prints everything."""
    files = [Path(each) for each in arguments if each.endswith(".jsonl")]
    given = [each for each in arguments if not each.endswith(".jsonl")]
    for home, questions in zip(given[::2], given[1::2], strict=True):
        bot = Bot(Settings.read({"RAPPORTEUR_HOME": home}))
        cases = load(Path(questions)).cases
        print(questions)
        for language in ("en", "fr", "es"):
            alone = [c for c in cases if c.language == language and c.expect == "answer" and not c.history]
            slips_of(bot, alone, language)
        changes(bot, questions, (case.question for case in cases))
        for file in files:
            lines = file.read_text(encoding="utf-8").splitlines()[-MOST:]
            changes(bot, file.parent.name, (json.loads(line)["question"] for line in lines))


if __name__ == "__main__":
    main(sys.argv[1:])
