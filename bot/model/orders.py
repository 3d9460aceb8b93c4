"""Text of a source or a question that speaks to a program instead of to a reader."""

from __future__ import annotations

import re
import unicodedata

from ingest.terms import fold

_ADDRESSED = (
    # Who is spoken to
    r"\b(?:ai|llms?|language models?|chatbots?|chat bots?|gpt|chatgpt|claude|mistral|llama|gemini|assistants?"
    r"|modeles? de langage|agent conversationnel|modelos? de lenguaje|asistentes?)\b\W{0,3}"
    r"(?:must|should|shall|has to|have to|will|please|doit|doivent|debe|deben|ignor\w+|:|,|reading this|processing this"
    r"|summari[sz]ing|instructions?|readers?|note)",
    r"\b(?:note|message|instructions?|attention|warning|important|reminder|hinweis|aviso|mensaje|consigne)\b[^.]{0,30}"
    r"\b(?:to|for|a|pour|para|al?|aux?)\b (?:the |any |all |l'|la |el |le |los |les |tout |todo )*"
    r"(?:ai\b|llms?\b|language models?|chatbots?|bots?\b|assistants?|models?\b|gpt|systems?\b|modeles?|asistentes?|robots?)",
    r"\b(?:system|developer|assistant|user|human|admin\w*|root|operator) ?(?:prompt|message|note|override|role|mode)?"
    r" ?(?:[:\]>|]|#{2,})",
    r"<\|?/?(?:im_start|im_end|system|assistant|user|inst|s|endoftext|instructions?)\b|\[/?(?:inst|system)\]",
    r"\b(?:system prompt|prompt systeme|prompt del sistema|hidden prompt|your (?:initial |original )?(?:instructions|prompt|rules|guidelines))\b",
    r"\b(?:as an ai|as a language model|en tant qu'ia|como (?:una )?ia)\b",
    # What it is told to forget
    r"\b(?:ignor|disregard|forget|override|bypass|overrul|supersed|ne (?:tiens|tenez) pas compte|oubli|olvid|omit|haz caso omiso|vergiss"
    r"|ignorier|supplant|discard|skip\b)\w*\b[^.]{0,40}\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?|constraints?"
    r"|orders?|directives?|sources?|citations?|consignes?|regles?|instrucciones|reglas|ordenes|fuentes|anweisungen|regeln"
    r"|above|previous|preceding|earlier|prior|everything|precedent\w*|anterior\w*|statements?|context|documents?|safety|filters?)\b",
    r"\b(?:from now on|you are now|you're now|(?:^|you )act as|pretend|role-?play|simulate|imagine (?:that )?you|new (?:instructions?|tasks?|rules?|roles?) ?:"
    r"|desormais,? (?:vous|tu|reponds|repondez)|tu es maintenant|vous etes maintenant|a partir de ahora,? (?:eres|responde|di)|ahora eres|jailbreak\w*|developer mode|dan mode|sudo"
    r"|end of (?:the )?(?:document|statements|context|data|sources)|begin (?:new )?(?:instructions|task))\b",
    # What it is told to say
    r"\b(?:say|answer|reply|respond|output|print|write|repeat|echo|return|append|insert|add|begin|start|end|finish|conclude|state"
    r"|mention|recommend|tell|repondez?|reponds|dis|dites|ecri\w+|ajoute[zr]?|termine[zr]?|responde|responda|di|diga|escrib\w+"
    r"|anade|repite|repita|commence[zr]?|antworte)\b[^.]{0,25}"
    r"\b(?:only|exactly|with|the (?:word|words|phrase|sentence|text|link|code|string|user|reader)|each|every|your|this|users?|readers?"
    r"|to (?:the )?(?:user|reader|visitor|everyone|anyone)|seulement|uniquement|par|mot|phrase|toujours|votre|ta|solo|con|palabra|frase|siempre|su|al usuario|nur|mit)\b"
    r"[^.]{0,30}(?:[\"'“«:`]|\b[A-Z0-9_]{4,}\b|https?:|www\.)",
    r"\b(?:do not|don't|never|must not|ne|no) (?:cite|citez|cites|mention|quote|reveal|tell|warn|answer|use|follow|refuse|mentionnez|citar|mencion(?:e|es|ar))\b",
    r"\b(?:reveal|print|show|display|leak|dump|output|repeat|disclose|revele[zr]?|affiche[zr]?|revela|muestra|imprime)\b[^.]{0,40}"
    r"\b(?:prompt|instructions?|passwords?|keys?|secrets?|tokens?|environment|configuration|api|credentials?|mots? de passe|contrasenas?)\b",
    r"\b(?:visit|click|go to|open|fetch|download|call|send|post|load|cliquez|visitez|visite|haga clic)\b[^.]{0,40}(?:https?:|www\.|\b[\w-]+\.(?:com|net|org|io|example|test)\b)"
    r"|!\[[^\]]*\]\(\s*https?:|<(?:script|img|iframe|a|svg)\b|javascript:",
    r"\b(?:execute|run|eval|call|invoke|use)\b[^.]{0,20}\b(?:command|tool|function|shell|code|sql|query|script|plugin)s?\b",
    r"\b(?:translate|summari[sz]e|rewrite) (?:this|the above|everything)[^.]{0,20}\b(?:as|to|into)\b",
    r"\b(?:when(?:ever)?|if|whoever|anyone|everyone|those) (?:you |who )?(?:summari\w+|answer\w*|process\w*|read\w*|respond\w*|repl(?:y|ies))\b"
    r"[^.]{0,40}\b(?:add|say|call|state|mention|include|asked|must|should)\b",
    r"\b(?:correct|right|only|expected|proper|official) (?:reply|answer|response)\b[^.]{0,40}\b(?:is|are|must be)\b",
    r"[\"'](?:role|content|system|assistant|user)[\"'] ?:",
    r"\b\w+_(?:key|token|secret|password)s?\b",
    r"\b(?:ia|ki|assistant|asistente|chatbot|modele|modelo)\b ?[:,]",
)  # fmt: skip
_PATTERN = re.compile("|".join(_ADDRESSED))
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_BASE64 = re.compile(r"\b(?=[A-Za-z+/]*\d)(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{24,}={0,2}(?:\s|$)")
"""A run of letters and digits as no word is: something that is to be decoded."""


def is_order(text: str) -> bool:
    """Whether a text tells a program what to do, or hides something: it is not shown to a language model.

    A filter of likely wordings, not a proof: what it lets through is data to the model all the same, and what
    the model makes of it is checked against the statements.
    """
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    hidden = len(_UNSEEN.findall(text)) > 2
    plain = " ".join(fold(seen).split())
    spaced = re.sub(r"\b(\w) (?=\w\b)", r"\1", plain)  # "i g n o r e"
    return hidden or any(_PATTERN.search(each) for each in {plain, spaced}) or bool(_BASE64.search(seen))
