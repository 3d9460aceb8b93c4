"""Words that say nothing about the subject, by language, folded (no diacritics, lower case)."""

_EN = """a an the this that these those some any each every either neither both such same other another own
i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones
who whom whose which what where when why how whether than then there here thus so
am is are was were be been being do does did done doing have has had having can could may might must shall
should will would ought cannot
and or nor but if because as until while of at by for with without about against between into through during
before after above below to from up down in out on off over under again further once also too very just only
not no yes more most much many less least few several all
s t d ll re ve m don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn
please tell give show say says said mention mentioned let get got know according regarding concerning
e.g i.e etc via per upon within among amongst toward towards"""

_FR = """le la les l un une des du de d ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
leur leurs au aux et ou ni mais donc or car si que qu qui quoi dont ou quel quelle quels quelles lequel
laquelle lesquels lesquelles comment combien pourquoi quand est c y a en ne n pas plus moins tres trop aussi
je j tu il elle on nous vous ils elles me m te t se s lui moi toi eux
suis es est sommes etes sont etait etaient ete etre ai as avons avez ont avait avaient avoir fait font faire
peut peuvent pouvoir doit doivent devoir va vont dans par pour sur sous avec sans entre vers chez selon apres
avant depuis pendant contre comme ainsi alors cela ca ceci celui celle ceux celles meme memes autre autres
tout toute tous toutes chaque quelque quelques aucun aucune d'apres il-y-a parle dit disent dire donner donne
d'un d'une jusque lors deja encore"""

_ES = """el la los las lo un una unos unas al del de a ante bajo con contra desde durante en entre hacia hasta
para por segun sin sobre tras y e o u ni pero sino porque pues que quien quienes cual cuales cuanto cuanta
cuantos cuantas como cuando donde cuyo cuya este esta estos estas ese esa esos esas aquel aquella esto eso
mi mis tu tus su sus nuestro nuestra nuestros nuestras se me te nos os le les yo el ella ello ellos ellas
usted ustedes no si ya mas menos muy tan tanto tambien solo
soy es son era eran fue fueron ser sido estar esta estan estaba he ha han habia haber hay hace hacen hacer
puede puedo podemos pueden poder podria debe deben tiene tienen tener demas va van otro otra otros otras mismo misma mismos mismas
todo toda todos todas cada algun alguno alguna algunos algunas ningun ninguna dice dicen decir dar da"""

STOPWORDS: dict[str, frozenset[str]] = {
    "en": frozenset(_EN.split()),
    "fr": frozenset(_FR.split()),
    "es": frozenset(_ES.split()),
}
