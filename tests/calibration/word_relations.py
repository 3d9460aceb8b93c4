"""Writes `bot/language/lexicon/relations.tsv`: how common English words are related, from WordNet 3.0.

    python tests/calibration/word_relations.py FOLDER

FOLDER has WordNet's data and index files (`data.noun`, `index.noun`, `cntlist.rev` ...). A word has a line
if it is common or is the English of a headword; of its meanings the likeliest are taken.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from bot.language.dictionary import dictionary
from bot.language.translate import single_words

KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SENSES = 3
"""Meanings of a word that are taken, of each part of speech, and one more for each that SemCor has."""
MOST_BELOW = 60
"""Narrower meanings that one has at most to be told as broader: "act" is broader than nearly everything."""
COMMON = 1000
"""Count, in the subtitles that the word list was made of, from which a word is common."""
Place = tuple[str, str]
"""Part of speech and offset of a meaning."""


def main(folder: Path) -> None:
    counts = dictionary("en").counts
    known = {word.lower() for word in single_words("en")}
    lemmas: dict[Place, list[str]] = {}
    links: dict[Place, list[tuple[str, Place, int, int]]] = {}
    for name, kind in KINDS.items():
        for line in (folder / f"data.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            place = kind, fields[0]
            n = int(fields[3], 16)
            lemmas[place] = [each.partition("(")[0].lower() for each in fields[4 : 4 + 2 * n : 2]]
            rest = fields[5 + 2 * n :]
            links[place] = [
                (sign, (to.replace("s", "a"), offset), int(ends[:2], 16), int(ends[2:], 16))
                for sign, offset, to, ends in zip(
                    *[iter(rest[: 4 * int(fields[4 + 2 * n])])] * 4, strict=True
                )
            ]
    seen: dict[tuple[str, str, int], int] = {}
    for line in (folder / "cntlist.rev").read_text(encoding="latin-1").splitlines():
        key, sense, count = line.split()
        lemma, _, lex = key.partition("%")
        seen[lemma, "nvara"[int(lex[0]) - 1], int(sense)] = int(count)
    senses: dict[str, dict[Place, int]] = defaultdict(dict)
    for name, kind in KINDS.items():
        for line in (folder / f"index.{name}").read_text(encoding="latin-1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            word = fields[0]
            if not word.isalpha() or (counts.get(word, 0) < COMMON and word not in known):
                continue
            for rank, offset in enumerate(fields[-int(fields[2]) :]):
                if rank < SENSES or (rank < 2 * SENSES and seen.get((word, kind, rank + 1))):
                    senses[word][kind, offset] = rank
    weight: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (lemma, kind, _), times in seen.items():
        weight[lemma][kind] += times
    below: dict[Place, int] = defaultdict(int)
    for some in links.values():
        for sign, to, _, _ in some:
            below[to] += sign == "@"
    out = []
    for word, places in sorted(senses.items()):
        same, broader, family, opposite = (dict[str, None]() for _ in range(4))
        for place, rank in places.items():
            here = {each: at for at, each in enumerate(lemmas[place], 1)}
            same.update(dict.fromkeys(w for w in lemmas[place] if place in senses.get(w, ())))
            for sign, to, mine, theirs in links[place]:
                if sign == "@" and rank < SENSES and below[to] < MOST_BELOW:
                    broader.update(dict.fromkeys(w for w in lemmas[to] if to in senses.get(w, ())))
                elif mine == here.get(word) and theirs:
                    other = lemmas[to][theirs - 1]
                    if other in senses:
                        if sign in ("+", "\\"):
                            family[other] = None
                        elif sign == "!":
                            opposite[other] = None
                elif sign == "&" and place[0] == "a":
                    broader.update(dict.fromkeys(w for w in lemmas[to] if to in senses.get(w, ())))
        for column in (same, broader, family, opposite):
            column.pop(word, None)
        for column in (broader, family):
            for each in same:
                column.pop(each, None)
        kinds = {kind for kind, _ in places}
        told = "".join(sorted(kinds, key=lambda kind: (-weight[word][kind], kind)))
        columns = ("; ".join(some) for some in (same, broader, family, opposite))
        out.append("\t".join([word, told, *columns]).rstrip())
    target = Path("bot/language/lexicon/relations.tsv")
    target.write_text("\n".join(out) + "\n", encoding="utf-8")


main(Path(sys.argv[1]))
