"""Answers of the three kinds of the sample's contract."""

TEMPLATE = "Recommandation: IRM cérébrale en urgence devant : {flags}."
CALM = "Recommandation: antalgique simple et surveillance."
QUESTIONS = "Pour préciser: depuis quand ? | avez-vous vomi ? | un traitement ?"


def urgent(flags: str) -> str:
    """The urgent answer because of these signs."""
    return TEMPLATE.replace("{flags}", flags)
