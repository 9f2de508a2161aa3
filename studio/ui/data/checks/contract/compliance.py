"""How many examples of a data set keep a contract; no Qt."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.contract import Contract
from studio.ui.formats import integer, percent
from studio.words import _, current_language, ngettext

if TYPE_CHECKING:
    from studio.core.example import Content

MOST = 5_000
"""Examples that are looked at; of more, some spread evenly over the data set."""
CHUNK = 250


@dataclass(frozen=True)
class Compliance:
    """Of `total` examples `looked_at` have an answer that was looked at; `kinds` are the answers by their kind."""

    total: int
    looked_at: int
    kept: int
    kinds: tuple[tuple[str, int], ...]


def count_compliance(
    project: Path, dataset_id: int, contract: Contract, cancelled: Callable[[], bool]
) -> Compliance | None:
    """Hold the answers against the contract, in the background; None when it was no longer wanted."""
    from studio.data.checks.reading import read_contents
    from studio.data.project import ProjectReader
    from studio.data.records import RowQuery

    with ProjectReader(project) as reader:
        ids = reader.find_rows(RowQuery(dataset_id=dataset_id))
        some = ids[:: -(-ids.size // MOST) or 1].tolist()
        looked_at, kept, kinds = 0, 0, Counter[str]()
        for start in range(0, len(some), CHUNK):
            if cancelled():
                return None
            for _id, content in read_contents(reader, some[start : start + CHUNK]):
                answers = _answers(content)
                looked_at += bool(answers)
                kept += bool(answers) and not any(contract.violations(answer) for answer in answers)
                kinds.update(_kind_names(contract, answers))
    return Compliance(int(ids.size), looked_at, kept, tuple(kinds.most_common()))


def compliance_words(found: Compliance) -> str:
    """In a sentence, and a line for each kind of answer."""
    if not found.looked_at:
        return _("There is no answer that the contract could be about.")
    words = ngettext(
        "{kept} of {count} answered example keeps the contract ({share}).",
        "{kept} of {count} answered examples keep the contract ({share}).",
        found.looked_at,
    ).format(kept=integer(found.kept), count=integer(found.looked_at), share=percent(found.kept / found.looked_at))
    lines = [words]
    if found.total > MOST:
        lines.append(_("They are spread evenly over all {total}.").format(total=integer(found.total)))
    lines += [_("{title}: {count}").format(title=name, count=integer(count)) for name, count in found.kinds]
    return "\n".join(lines)


def _answers(content: "Content") -> list[str]:
    from studio.data.checks.parts import parts_of

    if content.kind not in ("instruction", "chat", "preference"):
        return []
    return list(dict.fromkeys(answer for answer in parts_of(content).answers if answer.strip()))


def _kind_names(contract: Contract, answers: list[str]) -> list[str]:
    kinds = (contract.kind_of(answer) for answer in answers)
    return [getattr(kind.name, current_language()) if kind else _("No kind") for kind in kinds]
