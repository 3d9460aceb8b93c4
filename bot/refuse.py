"""Whether a question is refused for what it asks, whatever the sources say."""

from __future__ import annotations

import re

from bot.refusal_words import CHANGE, OWN
from bot.refusals import RULES
from bot.types import Refusal
from ingest.terms import fold

ASKED = 3
"""Words from which a sentence asks something of its own: "Why?" only goes with the sentence before it."""

_POLITE = re.compile(
    r"[\W_]*(?:(?:please|kindly|hey|hi|hello|ok(?:ay)?|now|then|and|so|can you|could you|would you|will you"
    r"|i (?:want|need|would like|'d like) (?:you )?to|i'd like (?:you )?to|help me(?: to)?|bonjour|et"
    r"|s'il vous plait|s'il te plait|veuillez|pouvez-vous|pourriez-vous|peux-tu|hola|y|por favor|puedes"
    r"|podrias|puede usted|podria(?: usted)?)\b[\s,:!]*)*"
)
"""What a request may begin with."""
_ORDER = re.compile(
    r"\b(?:system|admin|developer)(?: (?:note|prompt|message|override))? ?:"
    r"|\b(?:ignore|disregard|forget|override|bypass) (?:all |any |every |your |the |these |previous |prior"
    r"|earlier |above |other )*(?:instructions?|rules?|prompts?|guidelines|restrictions|sources|citations)\b"
    r"|\b(?:ignorez?|oublie[zr]?|ne (?:tiens|tenez) pas compte de) (?:toutes? |tous |les |tes |vos |ces"
    r" |precedentes? )*(?:instructions?|consignes?|regles?|sources)\b(?: precedentes?)?"
    r"|\b(?:ignor[ae]|olvid[ae]|omit[ae]) (?:todas? |todos |las |los |tus |sus |estas |anteriores )*"
    r"(?:instrucciones|reglas|ordenes|fuentes)\b(?: anteriores)?"
    r"|\byou are now [\w '-]+|\bpretend (?:to be|that you|you) [^.,;:!?]*"
    r"|\b(?:say|answer|reply|respond|repondez?|reponds|di|dis|responde) (?:only |just |seulement |solo )?"
    r"(?:with )?[\"'“«]?(?:yes|no|oui|non|si)\b[\"'”»]?"
)
"""Orders to the bot: text like any other, and no question."""
_JOINT = re.compile(r"^(?:[\W_]|\b(?:and|then|but|instead|et|puis|y|luego)\b)+")
_SENTENCE = re.compile(r"(?<=[.?!;])\s+(?!\d)|(?<=[.?!])(?=¿)|\n+")
"""Where one sentence ends; "No. 193" is no end."""
_PART = re.compile(rf"{_SENTENCE.pattern}|\s*(?:#{{2,}}|-{{3,}}|={{3,}}|</?\w+[^<>]*>|\[/?\w+\]|\|)\s*")
"""The same, and what people set orders apart with."""
_ASKS = re.compile(
    r"[\W_]*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|have|can|could"
    r"|will|would|should|list|name|give|tell|explain|describe|summari[sz]e|compare|define|find|quote|show"
    r"|que|qui|quoi|quel\w*|quand|ou|pourquoi|comment|combien|est-ce|citez?|expliquez?|listez?|decri\w+"
    r"|resume\w*|comparez?|qu'\w+|cual\w*|quien\w*|cuando|donde|como|cuant\w+|explica\w*|describ\w+|compar\w+"
    r"|defin\w+|enumer\w+)\b"
)
"""How a sentence begins that asks something, with a question mark or without."""
_SAID = re.compile(
    r"\b(?:according to|in the words of|as stated (?:in|on)|d'apres|selon|segun)"
    r" (?!(?:you|vous|toi|usted|tu|ti)\b)"
)
"""Asks for what somebody said, not for a position."""
_OWN_CASE = re.compile(
    rf"{OWN}|\b(?:my|our|notre|nuestr[oa]) (?:country|ministry|government|parliament|union|cooperative|pays"
    r"|ministere|gouvernement|parlement|pais|ministerio|gobierno|parlamento|cooperativa)\b"
    r"|\b(?:i was|i got|i am being|they) (?:fired|dismissed|sacked)\b"
)
_VERDICT = re.compile(
    r"^(?:is|was|are) (?:that|this|it|they) (?:even |really )?"
    r"(?:(?:il)?legal|lawful|allowed|fair|compatible|enough)\b"
    r"|^est-ce (?:que c'est )?(?:(?:il)?legal|autorise|permis|conforme)\b"
    r"|^¿? ?es (?:esto |eso )?(?:i?legal|licito)\b"
    r"|^what (?:should|can|must) (?:i|we) do\b|^que (?:dois-je|devons-nous|puis-je) faire\b"
    r"|^¿? ?que (?:debo|puedo|debemos) hacer\b"
    rf"|\b(?:(?:should|must|shall) (?:i|we)|dois-je|devons-nous|debo|debemos|tenemos que) (?:\w+ )?{CHANGE}"
)
"""Asks for a judgment of what the message tells: "My employer does not pay me. Is that legal?"."""
_RULES = tuple((rule, re.compile("|".join(rule.ways))) for rule in RULES)


def refused(message: str, *, unanswered: bool = False) -> Refusal | None:
    """The kind of thing asked for, if all that the message asks is to be refused; else None.

    `unanswered` says that the sources do not answer it: some things are refused only then, or where the
    message tells an own case.

    Orders in a message are no questions: what it asks besides is answered, and a message of orders alone
    asks about the bot. English, French and Spanish; nothing is refused in other languages.
    """
    plain = fold(message)
    ordered = bool(_ORDER.search(plain))
    sentences = [bare for sentence in _SENTENCE.split(plain) if (bare := _bare(sentence))]
    own = bool(_OWN_CASE.search(plain))
    kinds = [_kind(sentence, own=own, unanswered=unanswered) for sentence in sentences]
    asked = [kind for kind, sentence in zip(kinds, sentences, strict=True) if kind or _asks(sentence)]
    if asked and None not in asked:
        return asked[0]
    return "about_bot" if ordered and not asked else None


def without_orders(message: str) -> str:
    """What a message asks, where other parts of it give the bot orders; the whole message otherwise."""
    if not _ORDER.search(fold(message)):
        return message
    parts = [part.strip() for part in _PART.split(message)]
    asked = [part for part in parts if _asks(fold(part)) and not _ORDER.search(fold(part))]
    return " ".join(asked) or message


def _bare(sentence: str) -> str:
    """The sentence without orders to the bot and without the politeness it begins with."""
    rest = _JOINT.sub("", _ORDER.sub(" ", sentence)) if _ORDER.search(sentence) else sentence
    polite = _POLITE.match(rest)
    return rest[polite.end() :].strip() if polite else rest.strip()


def _kind(sentence: str, *, own: bool, unanswered: bool) -> Refusal | None:
    """The kind of the first rule that a sentence meets; `own` is whether the message tells an own case."""
    if own and _VERDICT.search(sentence):
        return "advice"
    asked_for = (rule for rule, pattern in _RULES if pattern.search(sentence))
    found = next((rule.kind for rule in asked_for if own or unanswered or not rule.unless_answered), None)
    return None if found == "position" and _SAID.search(sentence) else found


def _asks(sentence: str) -> bool:
    """Whether a sentence asks something of its own."""
    questioned = sentence.rstrip(" \"'”»)").endswith("?") or _ASKS.match(sentence) is not None
    return questioned and len(sentence.split()) >= ASKED
