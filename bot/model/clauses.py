"""Who does what to whom in a text: its verbs, with what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from bot.language.lemmas import bases, is_verb, lemma
from bot.language.relations import relations
from bot.model.figures import is_counted
from bot.model.function_words import BY, CLASSES, MOVES, NO_PARTICIPLE, OF, PARTICIPLE, TIME, TO, WHO, WHOM
from bot.model.wording import forms_of
from ingest.terms import fold

Stems = frozenset[str]
"""Of one word: its own and those of its translations."""

_TOKEN = re.compile(
    r"\d+(?:[.,\u202f\u00a0]\d+)*%?|[^\W\d_]+(?:[-][^\W\d_]+)*(?:['’]s?(?!\w)|['’])?|[.,;:()!?\n]"
)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A verb with what belongs to it; a word is the stems it may be known by."""

    said: str
    verb: Stems
    doer: tuple[Stems, ...] = ()
    """Who does it; the last is what the others belong to, where that can be told."""
    done_to: tuple[Stems, ...] = ()
    """What it is done to."""
    given_to: tuple[Stems, ...] = ()
    """What stands behind "to"."""
    near: tuple[Stems, ...] = ()
    """What the doer is of: "members" have "cooperative" in "members of the cooperative"."""
    is_relative: bool = False
    """Whether it stands in a relative clause."""
    is_open: bool = False
    """Whether it may be done to what stands before it as well: "ministries established in Spain"."""
    is_reduced: bool = False
    """Whether it is a participle behind what it is done to: "timber donated by"."""


@dataclass
class _Token:
    said: str
    plain: str
    classes: frozenset[str]
    stems: Stems
    verb: str = ""
    """ "active" or "passive" for a verb; "mark" for a verb that only helps another."""

    def of(self, *names: str) -> bool:
        return not self.classes.isdisjoint(names)

    @property
    def ends(self) -> bool:
        return self.plain in tuple(".;:()!?,\n")


@lru_cache(maxsize=2048)
def frames(text: str, language: str) -> tuple[Frame, ...]:
    """The verbs of a text in order, as far as they can be told from their forms and neighbours.

    A chunker, no parser: what it does not recognise is left out, and its silence is no answer.
    """
    if language not in CLASSES:
        return ()
    tokens = _tokens(text, language)
    for at in range(len(tokens)):
        tokens[at].verb = _voice(tokens, at, language)
    found: dict[int, Frame] = {}
    for at, token in enumerate(tokens):
        if token.verb:
            found[at] = _frame(tokens, at, language, found)
    return tuple(found.values())


def _tokens(text: str, language: str) -> list[_Token]:
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
            _Token(
                said=said,
                plain=plain,
                classes=frozenset(kinds),
                stems=frozenset() if grammar else forms_of(said, language),
            )
        )
    return found


def _before(tokens: Sequence[_Token], at: int) -> _Token | None:
    """The token before, but for adverbs."""
    at -= 1
    while at >= 0 and tokens[at].of("adv") and not tokens[at].of("det"):
        at -= 1
    return tokens[at] if at >= 0 else None


def _voice(tokens: Sequence[_Token], at: int, language: str) -> str:
    token = tokens[at]
    if not token.stems or token.classes:
        return ""
    before = _before(tokens, at)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if language == "en":
        return _english_voice(token, before, after, tokens, at)
    return _romance_voice(token, before, after, language, tokens, at)


def _english_voice(
    token: _Token, before: _Token | None, after: _Token | None, tokens: Sequence[_Token], at: int
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
        if before.plain.endswith("s") and before.stems and not before.plain.endswith("ss"):
            return "active" if kinds == "v" else ""
        return "active" if (likely or follows) and not before.ends else ""
    plural = (before.stems and before.plain.endswith("s")) or before.plain in (
        *"they we who that which people women men children and but".split(),
    )
    return "active" if plural and (likely or follows) else ""


def _has_finite(tokens: Sequence[_Token], at: int) -> bool:
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
    token: _Token,
    before: _Token | None,
    after: _Token | None,
    language: str,
    tokens: Sequence[_Token],
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


def _frame(tokens: Sequence[_Token], at: int, language: str, earlier: Mapping[int, Frame]) -> Frame:
    token = tokens[at]
    start = at
    while start and _helps(tokens[start - 1], language):
        start -= 1
    right, behind = _right(tokens, at, language)
    helped = any(each.of("be", "have", "modal") for each in tokens[start:at])
    if token.verb == "passive" and not helped:
        first = start
        while (
            first and (tokens[first - 1].stems or tokens[first - 1].of("det")) and not tokens[first - 1].verb
        ):
            first -= 1
        told = tuple(each.stems for each in tokens[first:start] if each.stems)
        return Frame(
            said=token.said, verb=token.stems, doer=behind.get("by", ()), done_to=told, is_reduced=True
        )
    subject = _subject(tokens, start, at, language, earlier)
    if token.verb == "passive":
        return replace(
            subject,
            said=token.said,
            verb=token.stems,
            doer=behind.get("by", ()),
            done_to=(*subject.doer, *subject.near),
            given_to=behind.get("to", ()),
            near=(),
        )
    done_to = (*right, *subject.done_to)
    return replace(
        subject,
        said=token.said,
        verb=token.stems,
        done_to=done_to,
        given_to=behind.get("to", ()),
        is_open=language == "en" and not helped and not done_to and token.plain.endswith("ed"),
    )


def _helps(token: _Token, language: str) -> bool:
    """Whether a token belongs to the verb that follows."""
    small = language != "en" and token.plain in ("ne", "n", "se", "s", "y", "no", "le", "les")
    return (token.of("be", "have", "modal", "adv") or small) and not (token.of("det") and not small)


def _subject(
    tokens: Sequence[_Token], start: int, at: int, language: str, earlier: Mapping[int, Frame]
) -> Frame:
    """A frame with the doer of an active verb; a relative clause of its object has that as `done_to`."""
    first = start
    while (
        first
        and not tokens[first - 1].ends
        and not tokens[first - 1].verb
        and not tokens[first - 1].of("sub")
    ):
        first -= 1
    last = max((i for i in range(first, start) if tokens[i].of("conj")), default=None)
    if last is not None and first - 1 in earlier:
        core, behind = _phrases(
            tokens[last + 1 : start], language
        )  # what is before belongs to the verb before
    else:
        core, behind = _phrases(tokens[first:start], language)
    of = behind.get("of", ())
    opener = tokens[first - 1] if first else None
    empty = Frame(said="", verb=frozenset())
    joined = last is not None
    if opener is not None and opener.plain in WHO[language] and not core:
        return replace(empty, doer=_antecedent(tokens, first - 1), is_relative=True)
    if opener is not None and opener.plain in WHOM[language] and core:
        return replace(empty, doer=core, near=of, done_to=_antecedent(tokens, first - 1), is_relative=True)
    before = earlier.get(first - 1)
    if before is not None and not joined:
        if before.is_reduced:
            return replace(empty, doer=before.done_to)
        if before.is_relative:
            return replace(empty, doer=before.doer)
    if before is not None and (not core or any(each.of("modal") for each in tokens[start:at])):
        infinitive = tokens[start].plain in ("to", "pour", "para") if start < at else True
        if core and not joined:
            return empty
        if not core and (joined or (infinitive and not before.done_to)):
            return replace(empty, doer=before.doer, near=before.near)
    if not core and joined and earlier:
        ends = earlier[min(earlier)], earlier[max(earlier)]
        return replace(
            empty,
            doer=tuple(word for each in ends for word in each.doer),
            near=tuple(word for each in ends for word in each.near),
        )
    return replace(empty, doer=core, near=of)


def _antecedent(tokens: Sequence[_Token], at: int) -> tuple[Stems, ...]:
    """The words of the phrases before a relative pronoun at a place."""
    first = at
    while first and not tokens[first - 1].verb and tokens[first - 1].plain not in tuple(".;:()\n"):
        first -= 1
        if tokens[first].of("sub", "be", "have"):
            break
    return tuple(token.stems for token in tokens[first:at] if token.stems)


def _right(
    tokens: Sequence[_Token], at: int, language: str
) -> tuple[tuple[Stems, ...], dict[str, tuple[Stems, ...]]]:
    end = at + 1
    while end < len(tokens) and not tokens[end].ends and not tokens[end].verb:
        small = tokens[end].of("sub", "be", "have") and not tokens[end].of("prep", "conj", "det")
        if small or (tokens[end].of("modal") and not tokens[end].of("prep")):
            break
        end += 1
    if end < len(tokens) and tokens[end].verb:
        joins = [i for i in range(at + 1, end) if tokens[i].of("conj", "sub")]
        end = joins[-1] if joins else end
    begin = at + 1
    while begin < end and tokens[begin].of("adv"):
        begin += 1
    if language == "fr" and begin < end and tokens[begin].plain in OF["fr"]:
        begin += 1  # "offert du bois": an article
    return _phrases(tokens[begin:end], language)


def _phrases(some: Sequence[_Token], language: str) -> tuple[tuple[Stems, ...], dict[str, tuple[Stems, ...]]]:
    """The words of a stretch that stand behind no preposition, and those that do, by kind."""
    core: list[Stems] = []
    behind: dict[str, list[Stems]] = {}
    inside = ""
    filled = False
    for token, after in zip_longest(some, some[1:]):
        if token.of("prep") and not (token.of("det") and not token.plain.startswith("d")):
            kinds = (("by", BY), ("to", TO), ("of", OF))
            inside = next((name for name, words in kinds if token.plain in words[language]), "other")
            inside = "other" if inside == "by" and "by" in behind else inside
            filled = False
        elif inside and filled and token.of("conj") and after is not None and after.of("det"):
            inside, filled = "other", False
        elif inside and filled and token.of("det"):
            inside = ""
        elif token.plain[0].isdigit():
            filled = True
        if token.stems:
            filled = True
            if inside:
                behind.setdefault(inside, []).append(token.stems)
            else:
                core.append(token.stems)
    return tuple(core), {name: tuple(words) for name, words in behind.items()}
