"""What a sentence says of the answer and not of the matter: "yes,", "finally,", "the presentation says that"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.lemmas import bases, lemma
from bot.model.clauses import frames
from bot.model.function_words import CLASSES
from bot.model.wording import Word
from ingest.terms import fold

_OPENS = {
    "en": r"(?:unfortunately|sadly|fortunately)(?: not| no| yes)?|yes|no|not (?:really|exactly|quite|at all|only that)"
    r"|in principle|basically|in short|in brief|in summary|to sum up|overall|indeed|in fact|specifically|finally"
    r"|lastly|likewise|similarly|conversely|instead|otherwise|besides|for (?:example|instance)|more precisely"
    r"|in other words|that is|by way of exception|as an exception|strictly speaking",
    "fr": r"(?:malheureusement|heureusement)|oui|non|si|pas (?:vraiment|exactement|tout a fait)|en principe|en bref"
    r"|en resume|en somme|au fond|globalement|en effet|en fait|plus precisement|concretement|enfin|finalement|puis"
    r"|de meme|inversement|a l'inverse|sinon|par exemple|autrement dit|d'abord|ensuite|exceptionnellement"
    r"|par exception|a titre exceptionnel|a titre d'exception",
    "es": r"(?:lamentablemente|desgraciadamente|por desgracia|afortunadamente)|si|no|no (?:exactamente|del todo|realmente)"
    r"|en principio|basicamente|en resumen|en sintesis|en suma|en general|en efecto|de hecho|mas precisamente"
    r"|concretamente|en concreto|por ultimo|finalmente|de igual modo|del mismo modo|a la inversa|por ejemplo"
    r"|dicho de otro modo|excepcionalmente|como excepcion|con caracter excepcional",
}
"""Words, folded, that open an answer; only with a comma, a colon, a dash or a stop behind them, and the rest of
the sentence has to say by itself what they say."""
_ANYWHERE = {
    "en": r"by contrast|in contrast|on the other hand|on the one hand|for (?:its|their) part|in (?:its|their) turn"
    r"|in addition|additionally|furthermore|moreover|in particular|as well(?= as\b)|along with|together with|at the same time"
    r"|for (?:example|instance)|e\.g\.|in this (?:context|regard|respect|case)|in that case|in this way|that is to say|also|as follows|the following"
    r"|the (?:idea|aim|purpose|goal|point|objective) (?:here )?is to|in order to",
    "fr": r"par contre|en revanche|d'une part|d'autre part|d'un autre cote|pour (?:sa|leur) part|de son cote|a (?:son|leur) tour"
    r"|en outre|de plus(?=,)|par ailleurs|en particulier|notamment|ainsi que|au meme titre que|en meme temps"
    r"|par exemple|dans ce (?:cadre|contexte|cas)|a cet egard|a ce titre|c'est-a-dire|a savoir|egalement|aussi(?= bien que\b|,)"
    r"|de la sorte|de cette maniere|il s'agit(?: notamment)? d[eu']s?|il est question d[eu']s?|il y a"
    r"|plus particulierement|dans le but d[e']|en vue d[e']|afin d[e']"
    r"|(?:l'idee|le but|l'objectif|la finalite) (?:en )?est d[e']|il convient d[e']|il faut|il suffit d[e']",
    "es": r"por el contrario|en cambio|por un lado|por una parte|por otra parte|por otro lado|por su parte|a su vez|ademas"
    r"|asimismo|igualmente|en particular|asi como|al igual que|al mismo tiempo|por ejemplo|en este (?:contexto|marco|caso|sentido)"
    r"|en ese caso|de este modo|de esta manera|de esa manera|es decir|o sea|a saber|tambien|se trata de|la siguiente"
    r"|los siguientes|las siguientes|mas en particular|con el fin de|a fin de|con miras a|con objeto de|con el objetivo de"
    r"|(?:la idea|el objetivo|la finalidad|el fin|el proposito) es(?= \w+r(?:se)?\b)|con el tiempo|hay que|conviene",
}
"""Words, folded, that join or order what is said, wherever they stand."""
_SAYS = {
    "en": r"(?:(?:the|this|these|another|one) (?:presentation|slides?|documents?|deck|source|text|page|statements?|passage|extract)s? "
    r"(?:also |then )?(?:says?|states?|notes?|adds?|mentions?|shows?|explains?|lists?|indicates?|specif(?:y|ies)|points? out"
    r"|describes?|names?|(?:consists?|is made up) of)(?: that| how)?|according to the (?:presentation|slides?|documents?|deck|source|text)"
    r"|(?:says|states|specifies|adds|explains|notes|points out|makes clear|indicates) that)",
    "fr": r"(?:(?:la|le|les|cette|ce|ces|l')\s?(?:presentation|expose|diapositives?|diaporama|documents?|texte|source|page|passage|extrait) "
    r"(?:aussi |egalement |ensuite )?(?:dit|disent|indique|precise|ajoute|mentionne|montre|explique|cite|enumere|signale|note"
    r"|decrit|parle d[eu]|evoque|enonce)(?:nt)?(?: qu[e'])?"
    r"|(?:d'apres|selon) (?:la|le|les|l') ?(?:presentation|expose|diapositives?|documents?|texte|source)"
    r"|(?:dit|precise|indique|ajoute|explique|stipule|dispose|enonce) qu[e'])",
    "es": r"(?:(?:la|el|las|los|esta|este|estas) (?:presentacion|exposicion|diapositivas?|documentos?|texto|fuente|pagina|pasaje|extracto) "
    r"(?:tambien |ademas )?(?:dicen?|indican?|precisan?|anaden?|mencionan?|muestran?|explican?|citan?|enumeran?|senalan?|describen?"
    r"|hablan? de|nombran?)(?: que)?|segun (?:la|el|las|los) (?:presentacion|diapositivas?|documentos?|texto|fuente)"
    r"|(?:dice|precisa|indica|anade|explica|dispone|estipula) que)",
}
"""Reports, folded, of what a document says: what it says is checked, and whoever else is named as saying it."""
_SAME = {
    "en": (
        (r"at the moment|at present|right now|these days", "currently"),
        (r"quite a few", "some"),
        (r"provides? for|lays? down|sets? out", "gives"),
    ),
    "fr": ((r"en ce moment|pour le moment|pour l'instant|a l'heure actuelle", "actuellement"),),
    "es": ((r"en este momento|por el momento|de momento|por ahora|en la actualidad", "actualmente"),),
}
"""Expressions, folded, with the one word that says the same."""
_SUPPLIED = {
    "en": "run carry conduct hold held organise organize provide cover feature deal address focus say tell talk speak present"
    " perform operate implement keep bring stand concern lead happen occur appear word quote cite show",
    "fr": "mener réaliser assurer proposer organiser porter tenir couvrir aborder traiter présenter disposer prévoir mettre"
    " effectuer parler intéresser conduire proposer offrir exécuter figurer dérouler agir bénéficier citer dire apparaître",
    "es": "realizar llevar celebrar organizar ofrecer abarcar abordar tratar presentar disponer prever ejecutar efectuar hablar"
    " prestar impartir desarrollar centrar mantener proporcionar figurar decir citar aparecer gestionar contar",
}
_SUPPLIED_BASES = {language: frozenset(some.split()) for language, some in _SUPPLIED.items()}
"""Verbs that only make a sentence of a noun: a statement without a verb of its own leaves them out."""
_WORD = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=2048)
def matter(sentence: str, language: str) -> str:
    """A sentence without what frames it; as it is where nothing else is left."""
    text = sentence
    for _ in range(3):  # "In principle, no:"
        text, before = _without(text, rf"^\W*(?:{_OPENS[language]})\s*[,:;.!–—-]\s*", ""), text
        if text == before:
            break
    text = _without(text, rf"\b(?:{_SAYS[language]})(?!\w)", "")
    text = _without(text, rf"\b(?:{_ANYWHERE[language]})(?!\w)", " ")
    for said, word in _SAME[language]:
        text = _without(text, rf"\b(?:{said})\b", word)
    return text if _WORD.search(text) else sentence


def has_verb(text: str, language: str) -> bool:
    """Whether a statement has a verb of its own, as far as words of grammar and their neighbours tell."""
    known = CLASSES.get(language, CLASSES["en"])
    helps = {word for name in ("be", "have", "modal") for word in known[name].split()} - {
        "to",
        "a",
        "pour",
        "para",
    }
    return not helps.isdisjoint(re.findall(r"[a-z]+", fold(text))) or bool(frames(text, language))


def is_supplied(word: Word, language: str) -> bool:
    """Whether a word is a verb that a statement without one leaves to whoever tells of it."""
    said = word.said.lower()
    return not word.is_name and not _SUPPLIED_BASES[language].isdisjoint(
        (said, lemma(said, language), *bases(said, language))
    )


def _without(text: str, pattern: str, instead: str) -> str:
    """The text with what a pattern for folded text finds exchanged."""
    plain = _folded(text)
    found = [match.span() for match in re.finditer(pattern, plain)]
    for begin, end in reversed(found):
        text = text[:begin] + instead + text[end:]
    return " ".join(text.split()) if found else text


def _folded(text: str) -> str:
    """The text folded letter by letter, so that places in both are the same."""
    return "".join(_letter(c) for c in text)


@lru_cache(maxsize=4096)
def _letter(c: str) -> str:
    plain = fold(c)
    return plain if len(plain) == 1 else c
