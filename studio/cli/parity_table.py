"""What a comparison of exported models found, for a terminal and for machines."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from studio.assess.figures import percents
from studio.assess.parity_words import VERDICT_TITLES, sentences
from studio.core.parity import ArtefactParity, Parity, Verdict
from studio.ui.formats import number, size
from studio.words import _, current_language

_STYLES: dict[Verdict, str] = {"same": "green", "slight": "yellow", "different": "red", "unchecked": "yellow"}


def print_parity(parity: Parity, console: Console) -> None:
    """A line for each artefact, then why some are not the same and what that costs."""
    table = Table(title=Text(_("Compared with “{model}” in the application").format(model=parity.reference)))
    table.add_column(_("File"), overflow="fold")
    for title in (_("Verdict"), _("Tokens alike"), _("Divergence"), _("Size"), _("Tokens a second")):
        table.add_column(title)
    for each in parity.artefacts:
        table.add_row(*_cells(each))
    console.print(table)
    for each in parity.artefacts:
        for sentence in sentences(each):
            console.print(Text("• " + _("{model}: {words}").format(model=each.title, words=sentence)), soft_wrap=True)


def parity_json(parity: Parity) -> list[dict[str, object]]:
    """One value for each artefact, in the order in which they were compared."""
    return [
        {
            "artefact": each.title,
            "format": each.artefact.format,
            "verdict": each.verdict,
            "causes": list(each.causes),
            "words": sentences(each),
            "agreement": each.summary.agreement,
            "compared": each.summary.compared,
            "kl": each.summary.kl,
            "first_kl": each.summary.first_kl,
            "scores": {cost.metric: cost.model_dump(exclude={"metric"}) for cost in each.costs},
            "measured": each.measured.model_dump(),
            "worst_rows": list(each.worst),
        }
        for each in parity.artefacts
    ]


def _cells(each: ArtefactParity) -> list[Text]:
    agreement, measured = each.summary.agreement, each.measured
    return [
        Text(each.title),
        Text(_(VERDICT_TITLES[each.verdict]), style=_STYLES[each.verdict]),
        Text("–" if agreement is None else percents(agreement)[0][current_language()]),
        Text("–" if each.summary.kl is None else number(each.summary.kl, 2)),
        Text("–" if measured.size_bytes is None else size(measured.size_bytes)),
        Text("–" if measured.tokens_per_second is None else number(measured.tokens_per_second)),
    ]
