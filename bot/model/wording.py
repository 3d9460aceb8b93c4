"""The words of content of a text, each with the ways in which another text may say it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product

from bot.language.dictionary import dictionary
from bot.language.lemmas import bases, is_verb, lemma
from bot.language.names import forms, names_in_lower_case
from bot.language.relations import relations
from bot.language.translate import LANGUAGES, Piece, headwords, translate, wider
from bot.model.figures import is_counted
from bot.model.loaded import is_degree, is_negation
from ingest.terms import fold, is_stopword, stem, terms, words

Way = tuple[str, ...]
"""Stems, English ones or of the text's own language, that together say a word."""

LIKELY = 3
"""How many of a headword's translations are taken as words for each other: the likeliest ones."""
COGNATE = 5
"""Letters that an unknown word of another language has to begin with as an English one does, to be taken for it."""
_PARTS_OF = re.compile(r"[/&]|(?<=\w)'s?$|(?<=[^\W\d_]{4})-(?=[^\W\d_]{3})")
_CLITIC = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu)'", re.IGNORECASE)
_NO_CONTENT = re.compile(
    r"(?i)\ben train d(?:e\s|['’])|\b(?:au (?:minimum|maximum|moins|plus tard)|como (?:m[ií]nimo|m[aá]ximo|mucho)"
    r"|(?:por lo|al) menos|a m[aá]s tardar|(?:du|de la|de l['’]) ?(?:matin|soir|apr[eè]s-midi)|(?<=\w )de la (?:ma[nñ]ana|tarde|noche)"
    r"|at (?:least|most)|in the (?:morning|afternoon|evening))\b"
)
"""Expressions of stage, bound and hour, which are checked as such and not word for word."""
_CONTRACTED = re.compile(r"(?<=\w)['’](?:ve|d|ll|re|m)\b")
"""What is left of a verb behind a pronoun."""
_SPELLINGS = (("labour", "labor"), ("favour", "favor"), ("colour", "color"), ("behaviour", "behavior"), ("neighbour", "neighbor"),
              ("honour", "honor"), ("centre", "center"), ("programme", "program"), ("defence", "defense"), ("licence", "license"),
              ("enrolment", "enrollment"), ("fulfil", "fulfill"), ("catalogue", "catalog"), ("analyse", "analyze"))  # fmt: skip
"""British and American spellings of the same words."""
_CONFLATED = {"publication": "publish", "publications": "publish"}
"""English words with the stem of a word that says something else: "public"."""
_ADVERB = re.compile(r"(?<=\w{3})(?:(i)ly|ly)$")
"""The end of an adverb: "easily" says "easy"."""
_COUNTRIES = {
    r"U\.?S\.?(?:A\.?)?": "American United States",
    r"U\.?K\.?": "British United Kingdom",
    r"E\.?U\.?": "European Union",
    r"U\.?N\.?": "United Nations",
}
"""Abbreviations of which texts use the adjective too."""
_TITLES = frozenset("mr mrs ms miss dr prof mme mlle mm sr sra srta dra".split())
"""How people are addressed: a name says the same without."""
_LIGHT = {
    "en": """have has had having be been being is are was were do does did make makes made making take takes took taken yet amount duration level back need needs needed meanwhile however moreover thus times
    place give gives given gave get gets go goes went come comes came become becomes number numbered include includes
    included including comprise comprises consist consists exist exists involve involves concern concerns
    concerning regard regarding relate relates related remain see sees find finds found call called mean means
    meaning state states stated note notes noted describe describes described define defined defines refer refers
    presentation slide slides source sources document documents according following mention also namely such
    well way form part total use uses using used serve serves number numbers certain various around work works
    additionally although though while whereas offer offers offered area areas other others aim aims objective objectives goal goals furthermore moreover overall respectively example examples instance like people person persons
    country countries spend spent set up anything anyone anybody something someone across among amongst within via per upon onto towards toward cent
    along together else instead rather either whatever whenever wherever thereby whereby thereof therein therefrom thereto
    concerned actually really simply basically themselves itself himself herself""",
    "fr": """avoir etre faire mettre prendre place donner aller venir devenir nombre compter compte comptait comprendre
    comprend comprennent inclure inclut consister exister concerner concerne concernant rester voir trouver
    appeler signifier indiquer noter decrire definir renvoyer presentation diapositive source document selon
    suivant notamment ainsi egalement aussi tel telle cadre partie total utiliser utilise servir certain divers
    soit lieu passer passe passee compose sein titre matiere moyen afin sauf ans an annee annees apporter afin personne personnes pays matiere dont
    exemple ensemble permettre permet projet no fonction fois duree montant niveau constituer constitue sont etant propriete parmi delai maniere facon sorte puis regard egard vue lorsque lorsqu tandis fil
    aupres jusqu ailleurs voire environ tant tard falloir faut faudrait convenir quiconque viser pres plutot autant davantage lors quant quelconque chacun chacune celui ceux celle celles
    laquelle lequel auquel auxquels desquels respectif respectivement susmentionne ledit ladite lesdits lesdites ci dessus dessous parfois toutefois cependant""",
    "es": """haber ser estar hacer tomar lugar dar ir venir numero contar cuenta cuentan comprender comprende incluir
    incluye incluyen consistir existir hallo referente respecto relativo quedar ver encontrar llamar significar
    indicar describir definir presentacion diapositiva fuente documento segun siguiente tambien asi como
    parte total utilizar utiliza usar servir cierto diverso imparte unos unas persona personas pais paises
    medio traves salvo excepto ano anos mayor ejemplo conjunto proyecto constituir pretender vez duracion monto importe nivel manera modo previo previa varios varias convenir tardar mediante alla aun entonces cualquier cualquiera
    cuales cuyo cuya cuyos cuyas dicho dicha dichos dichas mismo misma mismos mismas respectivo respectivamente tales tal aquel
    aquellos aquellas acerca alrededor mientras incluso siquiera citado citada tener tiene tienen poseer num plazo seno""",
}
"""Words that say nothing of their own beside others, folded: verbs of having and being, and what frames a source."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word or expression of content."""

    said: str
    ways: tuple[Way, ...]
    """Every way of saying it: the text's own first, then what it is in English."""
    alike: tuple[Way, ...] = ()
    """What else may say about the same."""
    parts: tuple[Word, ...] = ()
    """The words of an expression, which may be said one by one."""
    is_name: bool = False
    """Whether it is written as a name or an abbreviation."""
    known: bool = True
    """Whether the lexicon knows it, for a word of another language than English."""
    is_verb: bool = False
    """Whether it is a form of a verb, for a word of another language than English."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a text says, to look words up in."""

    terms: frozenset[str]
    """Stems in its language and of every likely English translation."""
    short: frozenset[str]
    """Abbreviations it uses, folded."""
    initials: frozenset[str]
    """Abbreviations that its words would give, folded."""

    def says(self, word: Word) -> bool:
        """Whether the word stands in it, in any way of saying it."""
        # What is alike is not the same: a Ministry of Finance is no Ministry of Funds.
        ways = word.ways if word.is_name else (*word.ways, *word.alike)
        if any(self.terms.issuperset(way) for way in ways):
            return True
        if not word.is_name and any(len(way) > 1 and all(map(self._stands, way)) for way in word.ways):
            return True
        if word.parts and all(self.says(part) for part in word.parts):
            return True
        if not word.known and not word.is_name and self._has_cognate(word):
            return True
        spelled = {"".join(term[0] for term in way) for way in word.ways if len(way) > 1}
        abbreviates = sum(c.isupper() for c in word.said) > 1 and fold(word.said) in self.initials
        if word.is_name and (abbreviates or self.short & spelled or self._has_form(word)):
            return True
        return " " in word.said and bool(self.short & spelled)

    def says_itself(self, word: Word) -> bool:
        """Whether the word stands in it as such, not as one that is alike."""
        return any(self.terms.issuperset(way) for way in word.ways)

    def _stands(self, term: str) -> bool:
        return term in self.terms or any(self.terms.issuperset(way) for way in _alike((term,)))

    def _has_cognate(self, word: Word) -> bool:
        """Whether a word begins as one that the lexicon does not know: "accepter" and "accept"."""
        own = {way[0] for way in word.ways if len(way) == 1}
        return any(
            (shared := _shared(one, term)) >= COGNATE
            and (shared == len(term) or (shared >= len(term) - 2 and len(one) <= len(term) + 3))
            for one in own
            for term in self.terms
        )

    def _has_form(self, word: Word) -> bool:
        return any(len(way) == 1 and forms(way[0], self.terms) for way in word.ways)


@lru_cache(maxsize=2048)
def content(text: str, language: str) -> tuple[Word, ...]:
    """The words of content of a text in order; numbers and words that say nothing of their own are none."""
    found = []
    text = _NO_CONTENT.sub(" ", text)
    text = _CONTRACTED.sub("", text) if language == "en" else text
    opening = next(iter(words(text)), "")
    first = True
    for said, ways, alike, known in _pieces(text, language):
        bare = _CLITIC.sub("", said.replace("’", "'"))
        first = first and opening.startswith(said.split(" ")[0])  # "In" of "In Acme" is no word of content
        name = _is_name(bare, language, first=first) and fold(bare) not in _TITLES
        named = name or (bare[:1].isupper() and not first)  # "Finances" in the name of a ministry is no verb
        first = False
        light = not name and (
            fold(bare) in _TITLES
            or fold(bare) in _light(language)
            or any(fold(base) in _light(language) for base in bases(bare.lower(), language))
            or (" " in bare and re.search(r" (?:de|d'|a|à)$", bare))
            or (language in LANGUAGES and stem(bare, language) in _stems(language))
        )
        told = name or not (is_degree(bare) or is_counted(bare, language) or is_negation(bare, language))
        if told and not light and not bare[:1].isdigit() and not is_stopword(bare, language):
            several = words(bare) if " " in bare else []
            parts = tuple(part for word in several for part in content(word.lower(), language))
            verb = not named and bare.lower() not in _heads(language) and is_verb(bare.lower(), language)
            found.append(
                Word(said=bare, ways=ways, alike=alike, is_name=name, parts=parts, known=known, is_verb=verb)
            )
    return tuple(found)


@lru_cache(maxsize=2048)
def wording(text: str, language: str) -> Wording:
    """What a text says, with its words in English as well for a text in French or Spanish."""
    own = set(terms(text, language, keep_stopwords=True))
    own |= {re.sub(r"is(?=$|at|e)", "iz", term) for term in own if term.endswith(("is", "isat", "ise"))}
    for abbreviation, written in _COUNTRIES.items():
        if re.search(rf"\b{abbreviation}\b", text):
            own.update(terms(written, "en"))
    if language == "en":
        for pair in _SPELLINGS:
            spelled = {stem(word, "en") for word in pair}
            own |= spelled if spelled & own else set()
        own |= {stem(_ADVERB.sub(_adjective, word.lower()), "en") for word in words(text)}
        own |= {stem(lemma(word.lower(), "en"), "en") for word in words(text)}
        own |= {stem(other, "en") for word, other in _CONFLATED.items() if word in text.lower()}
    for word in content(text, language):
        own |= {term for way in word.ways for term in way}
    said = words(text.replace("’", "'"))
    short = {fold(word) for word in said if len(word) > 1 and sum(c.isupper() for c in word) > 1}
    initials = set()
    for line in re.split(r"[,.;:()\n]", text):
        run = list(re.findall(r"[^\W\d_]+", line))
        for spread in (run, [word for word in run if not is_stopword(word, language)]):
            for at, length in product(range(len(spread)), range(2, 7)):
                some = spread[at : at + length]
                if len(some) == length and (length > 2 or all(word[0].isupper() for word in some)):
                    initials.add("".join(fold(word)[:1] for word in some))
    capitals = [fold(word) if word[:1].isupper() else "" for word in said]
    own |= {one + two for one, two in pairwise(capitals) if one and two}
    return Wording(terms=frozenset(own), short=frozenset(short), initials=frozenset(initials))


def _adjective(adverb: re.Match[str]) -> str:
    return "y" if adverb[1] else ""


@lru_cache(maxsize=16384)
def forms_of(word: str, language: str) -> frozenset[str]:
    """The stems that one word may be known by, its English ones among them; of words of grammar none."""
    bare = _CLITIC.sub("", word.replace("’", "'")).rstrip("'").removesuffix("'s")
    if not bare:
        return frozenset()  # an apostrophe by itself
    base = lemma(bare.lower(), "en") if language == "en" else bare
    if is_stopword(bare, language) and (base == bare or is_stopword(base, language)):
        return frozenset()  # but "won", which stands among them for "won't"
    found = {stem(bare, language), fold(bare)}
    if language == "en":
        return frozenset(found | {stem(base, "en")})
    for _, ways, _, _ in _pieces(bare, language):
        found.update(term for way in ways for term in way)
    return frozenset(found)


def _pieces(text: str, language: str) -> Iterator[tuple[str, tuple[Way, ...], tuple[Way, ...], bool]]:
    """Each piece of a text with its ways, what else may say about the same, and whether the lexicon knows it."""
    if language in LANGUAGES:
        for piece in translate(text, language):
            if piece.content:
                known = english_of(piece, language)
                if known != (piece.said,) and not all(terms(way, "en") for way in known):
                    continue  # English says it with words that say nothing: "own", "all"
                english = [_english(way) for way in known]
                itself = () if _CONFLATED.keys() & set(known) else tuple(terms(piece.said, language))
                ways = (itself, *english, tuple(terms(fold(piece.said), "en")))
                near = [way for each in english[:LIKELY] for way in _alike(each, narrower=False)]
                said_so_in_english = fold(piece.said) in relations().kinds
                is_known = not piece.guessed or known != piece.english or said_so_in_english
                yield piece.said, _once(ways), _once(near), is_known
        return
    for said in words(text.replace("’", "'")):
        for part in [p for p in _PARTS_OF.split(said) if p]:
            own = tuple(terms(part, language))
            if own:
                bare = lemma(part.lower(), "en") if language == "en" else ""
                ways = _once((own, tuple(terms(bare, "en"))))
                yield (
                    part,
                    ways,
                    _once(near for way in ways for near in _alike(way)) if language == "en" else (),
                    True,
                )


def _english(way: str) -> Way:
    """The stems of English words; of a word that has the stem of another one by chance, those of its verb."""
    return tuple(terms(_CONFLATED.get(way, way), "en"))


def english_of(piece: Piece, language: str) -> tuple[str, ...]:
    """The English of a piece, with that of its dictionary form; the piece itself where neither is known."""
    if piece.said[:1].isupper() and not bases(piece.said.lower(), language):
        return piece.english
    more = wider(language)
    said = piece.said.lower()
    exact = _translations(language).get(said)
    own = () if piece.guessed else exact or piece.english
    own += more.get(piece.said.lower(), ())
    for form in bases(piece.said.lower(), language):
        own += more.get(form, ())
        found = [each for each in translate(form, language) if each.content]
        if len(found) == 1 and not found[0].guessed:
            own += found[0].english
    return tuple(dict.fromkeys(own)) or piece.english


def _shared(one: str, other: str) -> int:
    """Letters with which both begin."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _once(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(way for way in ways if way and all(way)))


def _is_name(word: str, language: str, *, first: bool) -> bool:
    """Whether it is written as a name; at the beginning, where all words are, whether it is no other word."""
    plain = fold(word)
    if plain in names_in_lower_case():
        return True
    if not word[:1].isupper():
        return False
    if sum(c.isupper() for c in word) > 1:
        return True
    if language in LANGUAGES and _known_forms(word.lower(), language):
        return False  # "Portuaria": the form of another word, and no name's
    if not first:
        return True
    parts = re.findall(r"[^\W\d_]+", plain)
    known = dictionary(language).counts if language in ("en", *LANGUAGES) else {}
    common = all(part in known or is_stopword(part, language) for part in parts)
    return not common


def _alike(way: Way, *, narrower: bool = True) -> tuple[Way, ...]:
    related = _related(narrower).get(way[0], ()) if len(way) == 1 else ()
    return (*_words_alike().get(way, ()), *related)


def ways(some: Iterable[Word], *, near: bool = False) -> frozenset[str]:
    """The single stems that words of content may be said by, those alike too if `near`."""
    return frozenset(
        way[0] for word in some for way in (*word.ways, *(word.alike if near else ())) if len(way) == 1
    )


def related(stems: Iterable[str]) -> frozenset[str]:
    """The stems of English words that say the same as one of these, or are of its family."""
    return frozenset(way[0] for term in stems for way in _related(False).get(term, ()))


@cache
def _related(narrower: bool) -> dict[str, tuple[Way, ...]]:
    """What says the same as an English word, its family and what is narrower if asked for, as stems."""
    found: dict[str, dict[Way, None]] = defaultdict(dict)
    known = relations()
    for table in (known.same, known.family, *((known.narrower,) if narrower else ())):
        for word, others in table.items():
            found[stem(word, "en")].update(dict.fromkeys((stem(other, "en"),) for other in others))
    return {word: tuple(others) for word, others in found.items()}


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _heads(language: str) -> frozenset[str]:
    return frozenset(word for word, _ in headwords(language)) if language in LANGUAGES else frozenset()


def _known_forms(word: str, language: str) -> bool:
    """Whether a French or Spanish word in lower case is a form of one that a lexicon has."""
    known = (_translations(language), wider(language))
    return any(base in some for base in bases(word, language) for some in known)


@lru_cache(maxsize=len(LANGUAGES))
def _translations(language: str) -> dict[str, tuple[str, ...]]:
    """The English of each headword by itself: words that only share its stem ("loyer", "loi") say no such thing."""
    found: dict[str, tuple[str, ...]] = {}
    for headword, english in headwords(language):
        found[headword.lower()] = (*found.get(headword.lower(), ()), *english)
    return found


@lru_cache(maxsize=1)
def _words_alike() -> dict[Way, tuple[Way, ...]]:
    """English expressions by those that translate the same French or Spanish word, as stems.

    "Job" and "employment" are both "emploi": what another language has one word for says about the same.
    """
    found: dict[Way, dict[Way, None]] = defaultdict(dict)
    for language in LANGUAGES:
        for _, english in headwords(language):
            ways = [way for each in english[:LIKELY] if (way := tuple(terms(each, "en")))]
            for way in ways:
                found[way].update(dict.fromkeys(other for other in ways if other != way))
    return {way: tuple(others) for way, others in found.items()}


@lru_cache(maxsize=4)
def _stems(language: str) -> frozenset[str]:
    """Of the verbs among the light words: their other forms are light too."""
    return frozenset(
        stem(word, language) for word in _light(language) if re.search(r"(?:er|ir|re|ar)$", word)
    )


@lru_cache(maxsize=4)
def _light(language: str) -> frozenset[str]:
    return frozenset(_LIGHT.get(language, _LIGHT["en"]).split())
