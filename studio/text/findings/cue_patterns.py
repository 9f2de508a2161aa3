"""Shorthand for writing many patterns: one a line, macros in angle brackets."""

_MACROS = {
    "of": (
        r"(?:de la|de l'|du|des|de son|de sa|de ses|de cette|de ce|de ces|de|d'|a|au|aux|sous|malgre|par|avec|apres|"
        r"a la|"
        r"sur|dans|pour)"
    ),
    "de": r"(?:de |d'|des |du )",
    "le": (
        r"(?:le |la |l'|les |un |une |des |du |de la |de l'|son |sa |ses |ce |cet |cette |ces |toute? |tous |"
        r"d'autres? )"
    ),
    "sa": r"(?:le |la |l'|les |un |une |son |sa |ses |leurs? |mon |ma |mes |notre )",
    "adv": (
        r"(?: (?:\w{3,}ment|non plus|encore|plus|toujours|du tout|a ce jour|ce jour|de facon \w+|par ailleurs|"
        r"a ce stade|ici|donc|aujourd'hui|pour le moment|pour l'instant))"
    ),
    "part": (
        r"(?: (?:presente|eu|ete|note|constate|retrouve|observe|signale|rapporte|decrit|decele|objective|"
        r"mis en evidence|"
        r"montre|revele|visualise|identifie|vue?|ressenti|fait|pris|recu|beneficie|developpe|subi|declare|trouve|percu|"
        r"mentionne|evoque|allegue|connu|souffert|repris|reproduit|depiste|releve|relate|entendu|detecte|"
        r"individualise|apparu|survenu|accompagne|porte|remarque|argument pour|plaint|"
        r"traite|opere|hospitalise|vaccine|transfuse|greffe|diagnostique|suivi|expose|explore|mise?s? en evidence|"
        r"tolere|beneficie|en faveur|(?:d'|de )?(?:argument|element|indice|signe|preuve|"
        r"critere)s?(?: \w+){0,2}? (?:pour|en faveur)|d'argument pour|d'argument en faveur|d'elements? en faveur)e?s?)"
    ),
    "inf": (
        r"(?:avoir|etre|presenter|signaler|noter|constater|retrouver|observer|rapporter|decrire|ressentir|faire|"
        r"prendre|mettre en evidence|objectiver|deceler|montrer|reveler|consommer|souffrir|connaitre|evoquer)"
    ),
    "find": (
        r"(?:retrouve|note|constate|rapporte|signale|observe|objective|decrit|percu|present|connu|decele|vu|visualise|"
        r"mise?s? en evidence|releve|identifie|ressenti|allegue|mentionne|individualise|depiste|detecte|perceptible|"
        r"palpable|palpe|audible|visible|documente|declare|trouve|reproduit|entendu|visualisable|apparu|survenu|"
        r"prescrit|administre|realise|fait|pratique|effectue|debute|introduit|pris|recu|instaure|indique|necessaire|"
        r"retenu|confirme|evident|franc|au premier plan)e?s?"
    ),
    "unforced": r"(?<!le )(?<!la )(?<!l')(?<!me )(?<!m')(?<!les )(?<!nous )",
    "rule_out": r"(?:elimin|exclu|ecart|infirm|refut|recus)",
    "settle": (
        r"(?:(?:formellement |definitivement |totalement |completement )?"
        r"(?:affirmer|confirmer|infirmer|eliminer|exclure|ecarter|trancher|conclure|statuer|certifier|se prononcer|"
        r"authentifier|prouver|demontrer|poser le diagnostic|porter le diagnostic)"
        r"(?:,? (?:ou|ni|et) (?:d'|de )?(?:affirmer|infirmer|eliminer|exclure|ecarter|confirmer|l'\w+er))?)"
    ),
    "between": r"(?:(?!permet|suffi|afin|et |ou |pour |l[ea]s? |une? )[\w'-]+ )",
    "hard": (
        r"(?:impossible|difficile|delicat|malaise|hasardeux|premature|trop tot|complique|illusoire|audacieux|"
        r"insuffisant)"
    ),
    "change": (
        r"(?:amelioration|aggravation|modification|changement|evolution|diminution|regression|soulagement|"
        r"efficacite|effet|"
        r"reponse|disparition|resolution|sedation|controle|recul|majoration|variation|cause|etiologie|explication|"
        r"facteur declenchant|facteur favorisant|accalmie|repit|resultat|benefice|recuperation|guerison|"
        r"stabilisation|reduction|cicatrisation|consolidation|resorption|progression|extension|prise en charge|"
        r"traitement|"
        r"complication|decompensation|transformation|attenuation|fluctuation|caractere|observance|arret|interruption|"
        r"suivi|retentissement|"
        r"consequence|localisation|irradiation|horaire|rythme|franche amelioration|baisse)"
    ),
    "cede": (
        r"(?:ced\w+|pass\w+|diminu\w+|disparu\w*|disparai\w+|dispara\w+|regress\w+|calm\w+|soulag\w+|amelior\w+|"
        r"control\w+|trait\w+|expliqu\w+|repond\w*|resol\w+|resout|attenu\w+|amend\w+|stabilis\w+|equilibr\w+|gueri\w*|"
        r"part\w*|chang\w+|bouge\w*|modifi\w+|evolu\w+|aggrav\w+|evalue\w*|recuper\w+|baiss\w+|descend\w*|lach\w+|"
        r"negligeable\w*|rare\w*|inhabituel\w*|nouve\w+|recente?s?|isolee?s?|typiques?|normale?s?|suivie?s?|"
        r"prise?s? en charge|fluctu\w+|s'arret\w+|s'est arret\w+|s'atten\w+|supportee?s?|toleree?s?|permanente?s?|"
        r"continue?s?|constante?s?|systematisee?s?|rythmee?s?|douteu\w+|constitutionnelle|a negliger|si \w+)"
    ),
}


def lines(text: str) -> tuple[str, ...]:
    """Read patterns for folded text; a line that ends in a backslash goes on in the next."""
    text = text.replace("\\\n", "")
    for name, pattern in _MACROS.items():
        text = text.replace(f"<{name}>", pattern)
    return tuple(line.strip() for line in text.splitlines() if line.strip())
