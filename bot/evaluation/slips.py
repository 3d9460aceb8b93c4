"""Slips of the pen put into questions, always the same ones."""

from __future__ import annotations

import random
import re

from ingest.terms import fold, is_stopword

SEED = 20262
"""Not a seed that the rules of bot/language/mend.py were made or measured with."""
LONG_ENOUGH = 5
"""Letters of the shortest word a slip is put into."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WAYS = ("left out", "doubled", "swapped", "hit beside")


def misspelt(question: str, language: str, *, key: str) -> str | None:
    """The question with a slip in one word of content; None when it has no word long enough.

    A letter is left out, doubled, swapped with the next one or hit beside (on a QWERTY keyboard), each way
    as likely. Which word and which way depend on `key` and nothing else: not on what was asked before.
    """
    chance = random.Random(f"{SEED} {key}")  # noqa: S311 - no secret
    content = sorted(
        {
            found[0]
            for found in re.finditer(r"[^\W\d_]+", question)
            if len(found[0]) >= LONG_ENOUGH
            and (found[0].islower() or found[0].istitle())
            and not is_stopword(found[0], language)
        }
    )
    if not content:
        return None
    word = chance.choice(content)
    return re.sub(rf"\b{word}\b", slip(word, chance), question, count=1)


def slip(word: str, chance: random.Random) -> str:
    """The word with one letter left out, doubled, put after the next one or hit beside (QWERTY)."""
    while True:
        at = chance.randrange(len(word))
        before, letter, after = word[:at], word[at], word[at + 1 :]
        match chance.choice(_WAYS):
            case "left out":
                slipped = before + after
            case "doubled":
                slipped = before + letter * 2 + after
            case "swapped":
                slipped = before + after[:1] + letter + after[1:]
            case _ if fold(letter) in "".join(_ROWS):
                slipped = before + chance.choice(_beside(fold(letter))) + after
            case _:
                continue
        if slipped != word:
            return slipped


def _beside(letter: str) -> str:
    places = {each: (row, at) for row, letters in enumerate(_ROWS) for at, each in enumerate(letters)}
    row, at = places[letter]
    return "".join(
        each for each, (r, a) in places.items() if abs(r - row) <= 1 and abs(a - at) <= 1 and each != letter
    )
