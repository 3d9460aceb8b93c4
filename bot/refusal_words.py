"""The words that ways to ask are made of, in English, French and Spanish: regular expressions over folded text."""

from __future__ import annotations

FEW = r"(?:(?!(?:of|about|on|for|in|with|de|du|des|del|sur|sobre|par|por|who|that)\b)[\w'-]+ ){0,3}?"
"""Up to three words between a verb and its object, none of which begins a new phrase."""
SOME = r"(?:\S+ ){0,8}?"
WE = r"(?:i|we)"
MUST_WE = r"(?:(?:should|must|shall) (?:i|we)|do (?:i|we) (?:have|need) to)"
DEVONS = r"(?:dois-je|devons-nous|devrais-je|devrions-nous|faut-il que nous)"
DEBEMOS = r"(?:debo|debemos|deberia|deberiamos|tengo que|tenemos que)"

# --- Who and what may be ranked, and the words that rank it

RANKED = (
    r"(?:countr(?:y|ies)|regions?|continents?|governments?|(?:member )?states?|ministr(?:y|ies)|part(?:y|ies)"
    r"|delegations?|groups?|unions?|(?:employers'|workers') (?:groups?|organi[sz]ations?)|laws?|side"
    r"|proposals?|arguments?|positions?|definitions?|pays|gouvernements?|etats?|syndicats?|lois?"
    r"|pais(?:es)?|region(?:es)?|gobiernos?|estados?|delegacion(?:es)?|sindicatos?|ley(?:es)?)\b"
)
MERIT = (
    r"(?:(?<!hit )(?<!affected )(?:best|worst)(?![ -](?:hit|affected|known|forms?|interests?))|weakest"
    r"|to blame|most (?:corrupt|backward)"
    r"|(?:better|worse|superior|inferior|preferable)(?= than|\W*$)|lagging(?: behind)?"
    r"|(?:doing|performing|behaving) (?:better|worse|badly|poorly|well)"
    r"|(?:le|la|les) (?:meilleur|pire|plus mauvais|moins bon)(?:ne)?e?s?|le (?:mieux|plus mal)\W*$"
    r"|(?:le|la|les) plus (?:en retard|arriere)|mas atrasad[oa]s?|(?:mejor|peor)(?:es)?)"
    r"(?! (?:practices?|pratiques?|practicas?|formes?|formas?))\b"
)
BETTER = r"(?:better|worse|preferable|superior|inferior)(?: \w+){0,2}? (?:than|to)\b"
STATE = r"an? (?:(?:sovereign|independent|real|legitimate) )?(?:state|country|nation)\W*$"
JUDGED = (
    r"\b(?:good|bad|better|best|worse|worst|right|wrong|fair|unfair|biased|too|enough|should|must|ought|will"
    r"|would|bon(?:ne)?s?|mauvais\w*|meilleure?s?|mieux|pires?|justes?|injustes?|trop|assez|faut|devrai(?:t|ent)"
    r"|buen[oa]s?|mal[oa]s?|mejor(?:es)?|peor(?:es)?|just[oa]s?|injust[oa]s?|demasiado|deberian?)\b"
)
"""What turns "do you think" from a way of speaking into a request for a judgment or a forecast."""

POLITICS = (
    r"(?:bann?(?:ed)?|abolish(?:ed)?|prohibit(?:ed)?|outlaw(?:ed)?|forbid(?:den)?|subsidi[sz]ed?|tax(?:ed)?|nationali[sz]ed?"
    r"|privati[sz]ed?|punish(?:ed)?|sanction(?:ed)?|boycott(?:ed)?|interdire|interdites?|interdits?|abolir|subventionn\w+"
    r"|taxer|taxee?s?|nationaliser|privatiser|sanctionner|supprimer|prohib\w+|abolir\w*|subvencion\w+|gravar\w*"
    r"|nacionalizar\w*|privatizar\w*|sancionar\w*|suprimir\w*)\b"
)
"""What a government is asked whether it should do, and an office of civil servants does not say."""

# --- One's own case

OWN = (
    r"\b(?:(?:my|our) (?:[\w'-]+ ){0,2}?(?:act|laws?|bill|code|legislation|decree|statutes?"
    r"|by-?laws|contracts?|constitution|case|boss|employer|company|firm|start-?up|business|landlord|manager|draft)"
    r"|(?:mon|ma|mes|notre|nos) (?:\w+ )?(?:lois?|projet de loi|code|legislation|decret|statuts|contrat"
    r"|cas|dossier|patronn?e?|associee?|employeur|employeuse|chef|entreprise|societe)"
    r"|(?:mi|mis|nuestr[oa]s?) (?:\w+ )?(?:ley|leyes|proyecto de ley|codigo|legislacion|decreto|estatutos"
    r"|contrato|caso|jefe|jefa|empleadora?|patron|empresa|sociedad|soci[oa]))\b"
)
CONFORMS = (
    r"\b(?:compl(?:y|ies|iant)|compatible|conforms?|consistent|in line|lawful|(?:il)?legal|valid|enough"
    r"|allows?|breach(?:es)?|violates?|infringes?|conformes?|legale?s?|licites?|suffisante?s?|valables?|valides?"
    r"|respecte(?:nt)?"
    r"|cumplen?|(?:i?legal|valid[oa]|suficiente)(?:es|s)?)\b"
)
ENTITLED = (
    r"(?:\bdo (?:i|we) (?:\w+ )?have (?:the |a |any )?rights? to"
    r"|\b(?:am i|are we) (?:\w+ )?(?:entitled|allowed|permitted|obliged|required|forced|bound) to"
    r"|\b(?:ai-je|avons-nous|j'ai|nous avons) (?:\w+ )?(?:le )?droit (?:de|d'|a)"
    r"|\b(?:suis-je|sommes-nous) (?:\w+ )?(?:oblige|tenu|autorise|en droit|force)\w*"
    r"|\b(?:tengo|tenemos) (?:\w+ )?derecho\b"
    r"|\b(?:estoy|estamos) (?:\w+ )?(?:obligad|autorizad|forzad)[oa]s? a\b)"
)
"""Asks what the asker may or must do."""
MY_RIGHTS = (
    r"\b(?:what (?:\w+ )?(?:are|is) (?:my|our) (?:legal )?(?:rights?|options|remed(?:y|ies)|chances|recourse)"
    r"|quel(?:le)?s? (?:sont|est) (?:mes|nos|mon|notre) (?:droits?|recours|options|chances)"
    r"|cual(?:es)? (?:son|es) (?:mis|nuestr[oa]s|mi) (?:derechos?|opciones|recursos|posibilidades))\b"
)
DO_TO_ME = (
    r"\b(?:fire|dismiss|sack|refuse|force|deny|make me|cut|withhold|sue|be (?:prosecuted|fined|sued|punished)"
    r"|licencier|renvoyer|refuser|obliger|forcer|exclure|despedir\w*|echar\w*|negar\w*|obligar\w*|forzar\w*"
    r"|demandar|excluir\w*)\b"
)
DISMISS = (
    r"(?:dismiss|fire|sack|expel|exclude|evict|lay off|withhold|licencier|renvoyer|exclure|expulser|virer"
    r"|despedir|expulsar|excluir|echar)\b"
)
"""What one would do to another person."""
OWE = (
    r"(?:pay|declare|join|sign|repay|refund|accept|contribute|payer|declarer|adherer|signer|rembourser|accepter"
    r"|cotiser|pagar|declarar|afiliarme|firmar|devolver|aceptar|cotizar)\b"
)
CHANGE = (
    r"(?:change|amend|repeal|revise|rewrite|adapt|reform|modify|modifier|changer|abroger|reviser|amender"
    r"|cambiar|modificar|reformar|derogar|enmendar)\b"
)
LAW = (
    r"\b(?:comply|compliant|articles?|laws?|act|bill|code|legislation|contracts?|statutes?|by-?laws"
    r"|conformer|conformes?|respecter|lois?|contrats?|statuts|cumplir|articulos?|ley|leyes|contratos?"
    r"|estatutos|codigo)\b"
)
SUE = (
    r"\b(?:sue|press charges|take (?:\w+ ){1,3}to court|take legal action|go to court|porter plainte"
    r"|saisir (?:la justice|le tribunal)|demandar|denunciar)\b"
)
CHOOSE = (
    r"(?:choose|pick|sign|register|incorporate|hire|buy|choisir|prendre|signer|elegir|escoger|firmar|tomar)\b"
)

# --- Persons and how to reach them

PERSONS = (
    r"(?:delegat(?:e|es)|participants?|attendees|respondents?|users?|visitors?|students?|speakers?|people"
    r"|persons?|citizens?|members? of (?:the )?(?:public|delegations?)|delegue(?:e?s)?|personnes|utilisateurs"
    r"|etudiants|delegad[oa]s?|participantes|personas|usuari[oa]s|estudiantes)\b"
)
OFFICE = (
    r"(?:director(?:-general)?|head|chief|boss|presenter|speaker|author|officer|minister|president|chair(?:person|man|woman)?"
    r"|delegate|secretary(?:-general)?|coordinator|expert|consultant|commissioner|ambassador|lecturer|professor|teacher"
    r"|direct(?:eur|rice)|presidente?|ministre|intervenante?|presentat(?:eur|rice)|aut(?:eur|rice)e?|oratrice|orateur"
    r"|cheffe?|responsable|deleguee?|secretaire|professeure?|directora?|presidenta?|ministr[oa]|ponente|presentadora?"
    r"|autora?|oradora?|jef[ea]|delegad[oa]|secretari[oa]|profesora?)\b"
)
"""A person by the office held."""
REACH = (
    r"(?:e-?mails?|mails?|phones?|telephones?|mobile|cell|contact details|addresses|adresses?|courriels?"
    r"|coordonnees|numeros? de telephone|correos?(?: electronicos?)?|telefonos?|direccion(?:es)?)\b"
)
ASKED = (
    r"(?:ask(?:ed|s|ing)?|posed|submitted|wrote|said|complained|commented|demande|pose|ecrit|pregunt\w+"
    r"|escrib\w+)"
)
TELL = (
    r"^(?:give|tell|send|list|show|share|find|get|i need|what(?:'s| is| are)|where|do you (?:have|know)"
    r"|donne[\w-]*|quel\w*|envoye[\w-]*|dame|deme|cual\w*|manda\w*)"
)

# --- Work that is no answer

MAKE = (
    r"(?:write|compose|draft|create|generate|make|ecri[st]|ecrivez|ecrire|redige[zr]?|compon(?:er)?|composez?|generez?"
    r"|prepare[zr]?|fais|faites|prepara|preparar|prepare|escrib[ae]|escribir|redact[ae]|redactar|gener[ae]|crea|haz)(?:-moi|-nous|me|nos)?\b"
)
WORK = (
    r"(?:scripts?|program|code|function|macro|regex|formula|sql|app|web ?site|poems?|essays?|letters?"
    r"|e-?mails?|powerpoint|presentation|story|stories|songs?|jokes?|speech|tweets?|posts?|haikus?|limericks?"
    r"|cv|resume|article|blog|press release|poeme|redaction|lettre|courriel|chanson|blague|discours|programme"
    r" informatique|communique|note de presse|comunicado|nota de prensa|poema|ensayo|carta|correo|cancion|chiste|discurso|programa informatico|codigo)\b"
)
SUM = r" ?(?:times|plus|minus|divided by|x|\*|\+|-|/|fois|moins|por|mas|menos) ?\d"
