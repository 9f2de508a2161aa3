"""Words of grammar, by what they do in a sentence, and the few adjectives that stand before their noun."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KINDS = {
    "determiner": """le la les l' un une ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur
        leurs aucun aucune chaque quel quelle quelque quelques plusieurs certains certaines autre autres même""",
    "preposition": """de d' du des à au aux en dans sur sous avec sans pour par chez vers entre contre depuis pendant
        durant après avant dès selon malgré hormis sauf lors outre suite via devant derrière jusque jusqu' parmi voici
        voilà excepté vu compris""",
    "be": """suis es est sommes êtes sont étais était étaient fus fut furent sera serai seras serez serais serait seront
        seraient soit sois soient soyez fût être étant été reste restait rester semble semblait sembler paraît parait
        paraissait demeure demeurait devient devenait apparaît apparait""",
    "have": """ai as a avons avez ont avais avait avaient aura aurai aurait auraient auront ait aient eut eurent avoir
        ayant""",
    "adverb": """très trop peu plus moins bien mal non pas jamais toujours encore déjà assez plutôt aussi longtemps
        souvent parfois tout toute hier bientôt ensuite alors tant si presque environ tous toutes guère rien
        aujourd'hui ci désormais ainsi tard tôt cependant auparavant pourtant néanmoins toutefois enfin""",
    "clitic": "ne n' se s' y lui me m' te t'",
    "coordinator": "et ou mais puis ni voire donc",
    "subject": "je j' tu il elle on nous vous ils elles c' ça cela ceci",
    "relative": "qui lequel laquelle",
    "subordinator": "que qu' dont où quand lorsque lorsqu' car comme puisque puisqu' parce quoique afin",
    "modal": "peut doit devra pourra pourrait devrait va vient faut pouvait devait allait doivent peuvent",
}
KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}

BEFORE_A_NOUN = _words(
    """bon bonne mauvais mauvaise nouveau nouvelle petit petite grand grande gros grosse premier première second seconde
    dernier dernière ancien ancienne vieux vieille beau belle léger légère fort forte long longue seul seule discret
    discrète haut haute vif vive franc franche important importante volumineux volumineuse éventuel éventuelle faible
    moindre simple bref brève demi demie plein pleine court courte meilleur meilleure certain certaine différent
    différente prochain prochaine nouvel vaste large net nette véritable possible probable double"""
)
"""Adjectives that come before what they describe."""

ORDINALS = _words("premier première second seconde dernier dernière")
"""With an article and no noun they stand for somebody or something: "la première âgée de onze ans"."""

PREFIXES = _words(
    """sous sus post pré per péri rétro intra extra inter trans para supra infra anti pro micro macro hyper hypo
    cardio neuro semi demi mi bi tri uni poly multi latéro antéro postéro supéro inféro médico ano abdomino
    thoraco cervico fronto occipito temporo pariéto vaso cérébro crânio cranio oto gastro hépato broncho ostéo
    musculo"""
)
"""What a hyphen joins to an adjective said of things: "sous-dural"."""

AFTER_A_PARTICIPLE = _words(
    "pour par de d' du depuis à au en sous dans chez avec sans il hier après sur contre ce cette"
)
"""What follows a participle that is not a noun."""

EVENTS = _words("mise prise reprise sortie entrée arrivée découverte montée remontée conduite")
"""Feminine participles that are nouns where they open a sentence before a preposition; either way they can stay."""

TIMES = _words(
    "matin soir jour midi minuit après-midi week-end lundi mardi mercredi jeudi vendredi samedi dimanche moment instant"
)
"""Nouns that say when: nothing that follows describes them."""

OF_PATIENTS = _words(
    """suivi suivie traité traitée hospitalisé hospitalisée adressé adressée opéré opérée vu vue revu revue reçu
    reçue"""
)
"""Said of the patient even where an illness stands before: who has it is treated, seen and sent, too."""

NEVER_OF_PEOPLE = _words(
    """intense brutal brutale pulsatile bilatéral bilatérale unilatéral unilatérale frontal frontale occipital
    occipitale
    temporal temporale pariétal pariétale hémicrânien hémicrânienne progressif progressive permanent permanente
    quotidien quotidienne fréquent fréquente diffus diffuse localisé localisée latéralisé latéralisée atypique typique
    matinal matinale nocturne insomniante lancinant lancinante fulgurant fulgurante maximal maximale soudain soudaine
    apparu apparue survenu survenue irradiant intermittent intermittente paroxystique positionnel positionnelle aigu
    aiguë subaigu subaiguë transitoire fluctuant fluctuante purulent purulente prescrit prescrite réalisé réalisée
    effectué effectuée pratiqué pratiquée augmenté augmentée diminué diminuée calmé calmée cédé débuté débutée mesuré
    mesurée indolore palpable cicatrisé cicatrisée suturé suturée"""
)
"""Said of findings and treatments, and of nobody: other words behind "elle est" leave open whom it means."""

ABOUT_PEOPLE = frozenset(
    """à jeun|au courant|en sueurs|en sueur|en larmes|en pleurs|d' accord|en couple|à jour|en surpoids|en forme
    |en colère|à terre|en détresse|au chômage|en vacances|pris en|prise en|mis sous|mise sous|absent de|absente de
    |absent du|absente du""".replace("\n    ", "").split("|")
)
"""Two words behind "est" or "a été" that tell of a person."""

NOUNS_WHEN_ALONE = _words(
    """suivi prise mise vue sortie arrivée venue entrée conduite reprise levée montée descente traité traitée reçu
    admise passé passée fait connu poussée"""
)
"""Participles that are nouns as well where no article tells."""
