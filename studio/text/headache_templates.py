"""Sentence templates of the headache cases, for training and held out: no template is in two sets.

Slots: ``{sujet}``/``{un_sujet}``/``{d_un_sujet}`` the patient; ``{douleur}``/``{mal}``/``{de_mal}`` the pain with an
article, bare, after *de*; ``{depuis}`` duration; ``{signes}`` signs with article; ``{clause}``/``{que_clause}`` a
statement; ``{sans}`` *de a ou de b*; ``{ni}`` *ni a ni b*; ``{pas}`` *pas de a, pas de b*; ``{liste}`` *a, b et c*;
``{signe}``/``{de_signe}`` one bare sign. ``[m/f]`` agrees with the patient; a sentence starts with a capital.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Templates:
    """What a part may say, by what the sentence is for."""

    opening: tuple[str, ...]
    detail: tuple[str, ...]
    present: tuple[str, ...]
    present_clause: tuple[str, ...]
    absent: tuple[str, ...]
    absent_clause: tuple[str, ...]
    habitual: tuple[str, ...]
    uncertain: tuple[str, ...]
    resolved: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        return tuple(template for slot in fields(self) for template in getattr(self, slot.name))


TRAINING = Templates(
    opening=(
        "{sujet}, {mal} {depuis}.",
        "{sujet} qui consulte pour {douleur} {depuis}.",
        "{sujet} vu[/e] aux urgences pour {douleur} {depuis}.",
        "{mal} {depuis} chez {un_sujet}.",
        "{sujet} adressé[/e] par son médecin pour {douleur} {depuis}.",
        "Motif : {mal} {depuis}, {un_sujet}.",
        "{sujet} souffrant de la tête {depuis}.",
        "{depuis}, {un_sujet} se plaint de la tête.",
    ),
    detail=(
        "Douleur {siege}.",
        "La douleur est {caractere}.",
        "Douleur {siege} et {caractere}.",
        "Intensité {intensite}.",
        "[Il/Elle] a pris {drogue}.",
        "{drogue} sans grand effet.",
        "Antécédent : {terrain}.",
        "[Il/Elle] dort mal en ce moment.",
        "La lumière [le/la] gêne un peu.",
        "[Il/Elle] boit peu d'eau.",
        "[Il/Elle] porte des lunettes.",
        "Le repos n'y change rien.",
        "Pas de voyage récent.",
        "Le moral est bon.",
        "L'appétit est conservé.",
        "La tension artérielle est normale.",
    ),
    present=(
        "On note {signes}.",
        "Signes associés : {signes}.",
        "La douleur s'accompagne d'un fait nouveau : {signes}.",
        "Le récit comporte {signes}.",
        "À l'interrogatoire, {signes}.",
        "L'observation mentionne {signes}.",
    ),
    present_clause=(
        "{clause}.",
        "De plus, {clause}.",
        "Il faut savoir {que_clause}.",
        "L'entourage signale {que_clause}.",
    ),
    absent=(
        "{pas}.",
        "Absence {sans}.",
        "{ni}.",
        "[Il/Elle] ne rapporte {ni}.",
        "On ne note pas {sans}.",
        "Aucune notion {sans}.",
    ),
    absent_clause=(
        "{clause}.",
        "Par ailleurs, {clause}.",
        "On sait aussi {que_clause}.",
    ),
    habitual=(
        "Ces crises sont les mêmes depuis des années.",
        "[Il/Elle] connaît bien ces douleurs, identiques depuis sa jeunesse.",
    ),
    uncertain=(
        "Un doute persiste au sujet {de_signe}.",
        "Notion floue {de_signe}.",
        "Question non tranchée : {signe}.",
    ),
    resolved=(
        "Traumatisme crânien il y a quinze ans, sans séquelle.",
        "Fièvre le mois dernier, guérie depuis.",
        "Sa mère a été traitée pour un cancer.",
        "Une perte de connaissance dans l'enfance, jamais reproduite.",
    ),
)

HELDOUT = Templates(
    opening=(
        "{sujet} se présente ce jour à la consultation, gêné[/e] {depuis} par {douleur}.",
        "Nous recevons {un_sujet} en raison {de_mal}, {depuis}.",
        "Appel du régulateur : {un_sujet} a {douleur} {depuis}.",
        "{mal} qui gâchent les journées {d_un_sujet} {depuis}.",
        "Au téléphone, {un_sujet} décrit {douleur} {depuis}.",
        "Avis demandé au sujet {d_un_sujet}, en proie à {douleur} {depuis}.",
        "Chez {un_sujet}, le médecin de garde constate {douleur} {depuis}.",
    ),
    detail=(
        "Localisation rapportée : {siege}.",
        "La gêne est dite {caractere} par l'intéressé[/e].",
        "L'échelle de douleur est cotée {intensite}.",
        "Un essai de {drogue_nue} a déjà été tenté.",
        "Au dossier figure {terrain}.",
        "Les activités du jour ont été interrompues.",
        "Le repas de midi a été sauté.",
        "Les sons forts incommodent davantage que d'ordinaire.",
    ),
    present=(
        "Le tableau se complète par {signes}.",
        "Il faut y ajouter {signes}.",
        "Le médecin traitant avait relevé {signes}.",
        "Fait marquant : {signes}.",
        "À retenir avant tout : {signes}.",
        "Le courrier insiste sur {signes}.",
    ),
    present_clause=(
        "D'après un proche, {clause}.",
        "La fiche d'accueil précise {que_clause}.",
        "Point essentiel : {clause}.",
        "Une voisine a remarqué {que_clause}.",
    ),
    absent=(
        "L'interne n'a relevé {ni}.",
        "La recherche {sans} est restée négative.",
        "Aucun argument ne plaide en faveur {sans}.",
        "Sont formellement écartés : {liste}.",
        "Jamais {sans} au cours de cet épisode.",
        "La famille dément toute idée {sans}.",
    ),
    absent_clause=(
        "Il est noté avec soin {que_clause}.",
        "L'infirmière d'accueil confirme {que_clause}.",
        "Élément rassurant : {clause}.",
    ),
    habitual=(
        "De tels épisodes reviennent à l'identique chaque trimestre depuis le lycée.",
        "L'intéressé[/e] reconnaît trait pour trait ses accès coutumiers.",
    ),
    uncertain=(
        "L'hypothèse {de_signe} reste à confirmer, faute de témoin.",
        "Le récit demeure imprécis quant à l'existence {de_signe}.",
        "Un épisode {de_signe} n'est ni confirmé ni infirmé.",
    ),
    resolved=(
        "Dans l'enfance, un accident de luge avec plaie du cuir chevelu, oublié depuis.",
        "Un cousin a souffert d'une tumeur, sans autre cas dans la famille.",
        "Une grippe avec hyperthermie au printemps, totalement résolue.",
        "À dix ans, une commotion lors d'un match, sans trace aujourd'hui.",
        "Une angine fébrile l'automne passé, bien soignée.",
    ),
)
