"""How common English words are related: the same, part of a family, narrower, opposite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Relations:
    """Related words by a word in its dictionary form."""

    same: Mapping[str, frozenset[str]]
    """Words with a meaning in common: "mill" and "factory"."""
    family: Mapping[str, frozenset[str]]
    """Words made from it or that it is made from: "implement" and "implementation"."""
    narrower: Mapping[str, frozenset[str]]
    """Words of which it says the same in general: "price" of "rent"."""
    opposite: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    """Parts of speech, commonest first: n, v, a, r (adverb)."""


@lru_cache(maxsize=1)
def relations() -> Relations:
    """Those of `lexicon/relations.tsv`: a word, its parts of speech, synonyms, broader words ...

    Made of WordNet 3.0 (Princeton University; `lexicon/WORDNET-LICENSE`) by
    `tests/calibration/word_relations.py`.
    """
    tables: list[dict[str, set[str]]] = [defaultdict(set) for _ in range(4)]
    same, narrower, family, opposite = tables
    kinds = {}
    text = (files("bot.language") / "lexicon" / "relations.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, kinds[word], *columns = line.split("\t")
        for each, table in zip(columns, (same, narrower, family, opposite), strict=False):
            for other in filter(None, each.split("; ")):
                table[other].add(word)
                if table is not narrower:
                    table[word].add(other)
    frozen = [{word: frozenset(some) for word, some in table.items()} for table in tables]
    return Relations(same=frozen[0], narrower=frozen[1], family=frozen[2], opposite=frozen[3], kinds=kinds)
