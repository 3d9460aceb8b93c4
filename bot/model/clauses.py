"""Who does what to whom in a text: its verbs, with what stands before and after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from bot.model.function_words import BY, CLASSES, OF, TO, WHO, WHOM
from bot.model.voices import Stems, Token, tokens_of


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


@lru_cache(maxsize=2048)
def frames(text: str, language: str) -> tuple[Frame, ...]:
    """The verbs of a text in order, as far as they can be told from their forms and neighbours.

    A chunker, no parser: what it does not recognise is left out, and its silence is no answer.
    """
    if language not in CLASSES:
        return ()
    tokens = tokens_of(text, language)
    found: dict[int, Frame] = {}
    for at, token in enumerate(tokens):
        if token.verb:
            found[at] = _frame(tokens, at, language, found)
    return tuple(found.values())


def _frame(tokens: Sequence[Token], at: int, language: str, earlier: Mapping[int, Frame]) -> Frame:
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
    having = any(each.plain in ("ayant", "etant") for each in tokens[start:at])
    if language == "fr" and (having or (not helped and token.plain.endswith("ant"))):
        return Frame(said=token.said, verb=token.stems, done_to=right, given_to=behind.get("to", ()))
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
    if language == "es" and subject.is_relative and right:
        subject = replace(subject, doer=(), done_to=())  # "las horas que exige la ley"
    done_to = (*right, *subject.done_to)
    return replace(
        subject,
        said=token.said,
        verb=token.stems,
        done_to=done_to,
        given_to=behind.get("to", ()),
        is_open=language == "en" and not helped and not done_to and token.plain.endswith("ed"),
    )


def _helps(token: Token, language: str) -> bool:
    """Whether a token belongs to the verb that follows."""
    small = language != "en" and token.plain in ("ne", "n", "se", "s", "y", "no", "le", "les")
    return (token.of("be", "have", "modal", "adv") or small) and not (token.of("det") and not small)


def _subject(
    tokens: Sequence[Token], start: int, at: int, language: str, earlier: Mapping[int, Frame]
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
    if language == "fr" and not core and tokens[first].plain in OF["fr"]:
        core, of = of, ()  # "d'importantes questions": an article
    opener = tokens[first - 1] if first else None
    empty = Frame(said="", verb=frozenset())
    if first < start - 1 and tokens[start].plain == "to" and tokens[start - 1].plain.endswith("ing"):
        return replace(empty, doer=_nearest(tokens[first : start - 1]))  # "States wishing to establish"
    joined = last is not None
    if opener is not None and opener.plain in WHO[language] and not core and _is_reached(tokens, first - 1):
        return replace(empty, is_relative=True)
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


def _nearest(some: Sequence[Token]) -> tuple[Stems, ...]:
    """The words of the last phrase of a stretch."""
    first = len(some)
    while first and some[first - 1].stems:
        first -= 1
    return tuple(token.stems for token in some[first:])


def _is_reached(tokens: Sequence[Token], at: int) -> bool:
    """Whether a relative pronoun stands behind a preposition: "la comunidad a la que sirven"."""
    before = tokens[max(at - 2, 0) : at]
    return len(before) == 2 and before[1].of("det") and before[0].of("prep")


def _antecedent(tokens: Sequence[Token], at: int) -> tuple[Stems, ...]:
    """The words of the phrases before a relative pronoun at a place."""
    first = at
    while first and not tokens[first - 1].verb and tokens[first - 1].plain not in tuple(".;:()\n"):
        first -= 1
        if tokens[first].of("sub", "be", "have"):
            break
    return tuple(token.stems for token in tokens[first:at] if token.stems)


def _right(
    tokens: Sequence[Token], at: int, language: str
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


def _phrases(some: Sequence[Token], language: str) -> tuple[tuple[Stems, ...], dict[str, tuple[Stems, ...]]]:
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
