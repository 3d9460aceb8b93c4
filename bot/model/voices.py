"""The verbs of a text, told from the forms and the neighbours of its words, each active or passive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.lemmas import bases, is_verb, lemma
from bot.language.relations import relations
from bot.model.figures import is_counted
from bot.model.function_words import CLASSES, MOVES, NO_PARTICIPLE, PARTICIPLE, TIME
from bot.model.wording import forms_of
from ingest.terms import fold

Stems = frozenset[str]
"""Of one word: its own and those of its translations."""

_TOKEN = re.compile(
    r"\d+(?:[.,\u202f\u00a0]\d+)*%?|[^\W\d_]+(?:[-][^\W\d_]+)*(?:['’]s?(?!\w)|['’])?|[.,;:()!?\n]"
)


_ADJECTIVE = re.compile(r"(?:ive|al|ous|ic|[ai]ble|ate|ary)$")


@dataclass
class Token:
    """A word or a sign of a text."""

    said: str
    plain: str
    classes: frozenset[str]
    stems: Stems
    verb: str = ""
    """ "active" or "passive" for a verb; "mark" for a verb that only helps another."""

    def of(self, *names: str) -> bool:
        """Whether it may be of one of some classes of words of grammar."""
        return not self.classes.isdisjoint(names)

    @property
    def ends(self) -> bool:
        """Whether it is a sign that a clause may end with."""
        return self.plain in tuple(".;:()!?,\n")


def tokens_of(text: str, language: str) -> list[Token]:
    """The words and signs of a text in a language of `CLASSES`, with which of them are verbs."""
    tokens = _tokens(text, language)
    for before, token in pairwise(tokens):
        if token.plain == "that" and before.of("prep"):
            token.classes -= {"sub"}  # "for that work"
    for at in range(len(tokens)):
        tokens[at].verb = _voice(tokens, at, language)
    return tokens


def _tokens(text: str, language: str) -> list[Token]:
    found = []
    text = text.replace("’", "'")
    if language != "en":
        text = re.sub(r"(?<=\w)'(?=\w)", "' ", text)
    classes = {name: frozenset(words.split()) for name, words in CLASSES[language].items()}
    for match in _TOKEN.finditer(text):
        said = match[0]
        plain = said if said == "\n" else fold(said).rstrip("'").removesuffix("'s")
        kinds = {name for name, words in classes.items() if plain in words}
        if re.search(r"\w(?:ly|mente)$", plain) and relations().kinds.get(plain, "r") == "r":
            kinds.add("adv")
        if is_counted(said, language) and not kinds:
            kinds.add("det")
        grammar = bool(kinds) or plain in TIME or not plain[:1].isalpha()
        found.append(
            Token(
                said=said,
                plain=plain,
                classes=frozenset(kinds),
                stems=frozenset() if grammar else forms_of(said, language),
            )
        )
    return found


def _before(tokens: Sequence[Token], at: int) -> Token | None:
    """The token before, but for adverbs."""
    at -= 1
    while at >= 0 and tokens[at].of("adv") and not tokens[at].of("det"):
        at -= 1
    return tokens[at] if at >= 0 else None


def _voice(tokens: Sequence[Token], at: int, language: str) -> str:
    token = tokens[at]
    if not token.stems or token.classes:
        return ""
    before = _before(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if language == "en":
        return _english_voice(token, before, after, tokens, at)
    return _romance_voice(token, before, after, language, tokens, at)


def _english_voice(
    token: Token, before: Token | None, after: Token | None, tokens: Sequence[Token], at: int
) -> str:
    plain = token.plain
    base = lemma(plain, "en")
    kinds = relations().kinds.get(base, "")
    if "v" not in kinds or before is None or token.said[:1].isupper():
        return ""
    ing, past, third = plain.endswith("ing"), False, False
    if plain != base and not ing:
        third = plain.endswith("s") and plain in (base + "s", base + "es", base[:-1] + "ies")
        past = not third
    elif plain == base and plain in ("cut", "put", "set", "let", "cost", "hit", "shut", "spread"):
        past = True
    if before.verb or (before.plain.endswith("ing") and not before.of("prep")):
        return ""  # "gave licences": what it is done to
    if before.of("be"):
        by = after is not None and after.plain == "by"
        return "active" if ing else "passive" if past or by else ""
    if before.of("have"):
        return "active" if past else ""
    if before.of("modal") and plain == base:
        noun = before.plain == "to" and kinds[0] == "n" and not (after is not None and after.of("det"))
        return "" if noun else "active"
    if (
        (plain.endswith("er") and plain != base)
        or ing
        or before.of("det", "prep", "modal")
        or before.plain[0].isdigit()
    ):
        return ""
    follows = after is not None and (after.of("det", "pron", "prep") or after.plain[0].isdigit())
    if past:
        if before.of("pron", "sub", "conj"):
            return "active" if plain != base or follows else ""
        if before.ends and at < 2:
            return ""
        measure = tokens[at + 2].said if at + 2 < len(tokens) else ""
        if plain in NO_PARTICIPLE or (measure[:1].isdigit() or is_counted(measure, "en")):
            return "active"  # "rose by 3 points"
        reduced = after is not None and after.of("prep") and _has_finite(tokens, at)
        return "passive" if reduced or (after and after.plain == "by") else "active"
    likely = kinds[0] == "v"
    if third:
        adjective = _ADJECTIVE.search(before.plain) and "a" in relations().kinds.get(before.plain, "")
        if adjective and "n" in kinds and not follows:
            return ""  # "appropriate measures"
        if before.plain.endswith("s") and before.stems and not before.plain.endswith("ss"):
            return "active" if kinds == "v" else ""
        return "active" if (likely or follows) and not before.ends else ""
    plural = (before.stems and before.plain.endswith("s")) or before.plain in (
        *"they we who that which people women men children and but".split(),
    )
    return "active" if plural and (likely or follows) else ""


def _has_finite(tokens: Sequence[Token], at: int) -> bool:
    """Whether the clause has another verb that can stand alone."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(tokens) and tokens[near].plain not in tuple(".;:()!?\n"):
            if tokens[near].of("be", "have") or (
                tokens[near].of("modal") and tokens[near].plain not in ("to", "pour", "para")
            ):
                return True
            if step < 0 and tokens[near].verb:
                return True
            if tokens[near].of("sub", "conj"):
                break
            near += step
    return False


def _romance_voice(
    token: Token,
    before: Token | None,
    after: Token | None,
    language: str,
    tokens: Sequence[Token],
    at: int,
) -> str:
    word = token.said.lower().rstrip("'")
    forms = bases(word, language) or (word,)
    verb_of = (
        next((each for each in forms[::-1] if is_verb(each, language)), "") if is_verb(word, language) else ""
    )
    verbal = bool(verb_of)
    base = verb_of or forms[0]
    again = base
    if word.endswith(("ère", "ères")) and not base.endswith(("érer", "ener", "ever")):
        return ""  # "forestière", a feminine adjective
    participle = next(form for ends, form in PARTICIPLE[language] if verb_of.endswith(ends)).search(word)
    if token.said[:1].isupper() and at:
        return ""
    if language == "es" and re.search(r"[aeií]rse$", word) and is_verb(word[:-2], "es"):
        return ""  # "debe dividirse": what it is done to stands where the doer does
    if before is not None and before.of("be") and participle:
        reflexive = at > 1 and any(each.plain in ("s", "se") for each in tokens[max(0, at - 3) : at])
        return "active" if reflexive or {base, again} & MOVES else "passive"
    if before is not None and before.of("have") and participle:
        return "active"
    if before is not None and before.of("modal") and word == base and verbal:
        return "active"
    if before is None or (before.of("det", "prep") and not before.of("pron")) or before.plain[0].isdigit():
        return ""
    if before.plain in ("se", "s"):
        return ""
    plural = word in (base + "s", base + "es")  # "centres", "mujeres": no verbs
    if verbal and word not in (base, again) and not plural and not before.verb:
        return "passive" if participle and before.stems else "active"
    if language == "fr" and not verbal and before.stems and after is not None and after.of("det", "prep"):
        return "active" if is_verb(word + "r", "fr") and after.of("det") else ""
    return ""
