"""What a sentence says of an urgent MRI does not hang on which words name it."""

import pytest

from studio.core.contract import Contract, parse_contract
from studio.paths import DEMO
from studio.text.urgency.reading import asks_urgently

A = (
    "une IRM cérébrale en urgence", "une IRM urgente", "une IRM cérébrale immédiate", "une imagerie cérébrale urgente",
    "en urgence une IRM cérébrale", "sans délai une IRM", "une IRM avec injection en urgence",
    "une IRM cérébrale et un avis neurologique en urgence",
)  # fmt: skip
THE = (
    "l'IRM cérébrale en urgence", "l'IRM en urgence", "l'imagerie cérébrale en urgence",
    "la réalisation d'une IRM en urgence", "l'indication d'une IRM en urgence",
)  # fmt: skip
ASKED_FOR = """
Je recommande {a}.|Il faut réaliser {a}.|Recommandation: faire {a}.|Le tableau impose {a}.
La fièvre et la raideur de nuque justifient {a}.|Pas de fièvre mais un déficit : réaliser {a}.
Sans attendre, réaliser {a}.|Au moindre doute il ne faut pas hésiter : ici, réaliser {a}.
Il n'y a pas d'alternative, il faut {a}.|Ne tardez pas à demander {a}.|Ce n'est pas une migraine : demander {a}.
Aucun signe rassurant, je propose {a}.|Même sans fièvre, il faut {a}.|Demander {a} et un bilan biologique.
Demander {a}, puis réévaluer si besoin.|Prescrire {a} ; reconsulter si aggravation.|Je pense qu'il faut {a}.
À mon avis, {a} s'impose.|Il est indispensable de réaliser {a}.|Recommandation: {the}.|{the} est nécessaire.
{the} s'impose.|Devant ces signes, {the} est formelle.|{the} ne doit pas être différée.|Ne pas retarder {the}.
{the} est justifiée, sans attendre l'avis spécialisé.|{the} est indiquée même si le patient va mieux.
{the} prime sur le bilan biologique.|{the} n'est pas discutable.
"""
NOT_ASKED_FOR = """
Je ne recommande pas {a}.|Il ne faut pas réaliser {a}.|Il est inutile de réaliser {a}.|Rien n'impose {a}.
Il n'est pas nécessaire de réaliser {a}.|Le tableau n'impose pas {a}.|Inutile de demander {a}.
Éviter de demander {a}.|Si la fièvre apparaît, réaliser {a}.|En cas d'aggravation, réaliser {a}.
Le patient réclame {a}.|La famille souhaite {a}.|Faut-il {a} ?|Doit-on réaliser {a} ?|Il a déjà eu {a} en 2018.
On peut envisager {a}.|Discuter {a}.|Il n'y a pas lieu de réaliser {a}.|Il n'y a aucune raison de réaliser {a}.
Je ne vois pas l'intérêt de réaliser {a}.|Surveillance simple sans {a}.
Réaliser {a} seulement si un déficit apparaît.|Surveillance ; réaliser {a} en cas de fièvre.
Plutôt que {a}, surveiller.|La surveillance suffit, sans qu'il faille {a}.|Ne demandez pas {a}.
Ne réalisez surtout pas {a}.|Cela ne justifie pas {a}.|Je ne crois pas nécessaire de demander {a}.
Nul besoin de réaliser {a}.|Un déficit ferait demander {a}.|Reste à déterminer s'il faut {a}.
{the} n'est pas nécessaire.|{the} n'est pas indiquée.|{the} ne s'impose pas.|{the} est inutile.
{the} n'est pas justifiée à ce stade.|{the} n'est, à ce stade, pas justifiée.|{the} ne me paraît pas justifiée.
{the} peut être évitée.|{the} sera nécessaire si la douleur persiste.|{the} est à discuter.|{the} se discute.
{the} n'est indiquée qu'en cas de fièvre.|{the} est demandée par la patiente.|{the} n'a pas d'intérêt ici.
{the} serait excessive.|{the} n'est pas retenue.|{the} est-elle nécessaire ?|{the} a été réalisée hier.
{the} avait été normale.|Aucun argument pour {the}.
"""


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("frames", "urgent"), [(ASKED_FOR, True), (NOT_ASKED_FOR, False)])
def test_a_sentence_means_the_same_of_each_wording(contract: Contract, frames: str, urgent: bool) -> None:
    said = [
        frame.format(a=a, the=the)
        for frame in frames.strip().replace("\n", "|").split("|")
        for a, the in [*((a, "") for a in A if "{a}" in frame), *(("", the) for the in THE if "{the}" in frame)]
    ]
    assert len(said) > 150
    assert [each for each in said if asks_urgently(contract, each) != urgent] == []
