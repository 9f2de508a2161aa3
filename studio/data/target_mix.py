"""How a data set should be composed, and what is missing in rows."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.errors import ProjectFailed
from studio.words import _

_KEY = "target_mix:{}"


@dataclass(frozen=True)
class MixPart:
    """One label or kind of answer: what is there, what is wanted, and how many rows have to be added."""

    name: str
    rows: int
    share: float
    """Of all rows, from 0 to 1, as `target`; no target where nobody gave one."""
    target: float | None
    missing: int


@dataclass(frozen=True)
class TargetMix:
    """Wanted shares by label or kind of answer, in any unit: 40/30/20/10, say."""

    shares: Mapping[str, float]

    def compared(self, counts: Mapping[str, int]) -> tuple[MixPart, ...]:
        """Every wanted part, then the others; `missing` are the fewest rows to add so that the shares come true."""
        total, whole = sum(counts.values()), sum(self.shares.values())
        targets = {name: share / whole for name, share in self.shares.items()} if whole else {}
        # No row is taken away: the part with the most rows for its share says how large the set must become.
        needed = max((counts.get(name, 0) / share for name, share in targets.items() if share), default=0.0)
        names = [*targets, *(name for name in counts if name not in targets)]
        return tuple(self._part(name, counts.get(name, 0), total, targets.get(name), needed) for name in names)

    def _part(self, name: str, rows: int, total: int, target: float | None, needed: float) -> MixPart:
        # Rounded first: 30 / 0.3 is a little more than 100.
        missing = max(0, math.ceil(round(needed * target, 6)) - rows) if target else 0
        return MixPart(name, rows, rows / total if total else 0.0, target, missing)


def set_target_mix(project: Project, dataset_id: int, mix: TargetMix) -> None:
    """Keep the target beside the history; raises ProjectFailed for shares that are no numbers above 0."""
    if any(not math.isfinite(share) or share <= 0 for share in mix.shares.values()):
        raise ProjectFailed(_("Every share of the composition must be a number above 0."))
    with project.aside():
        project.db.execute(
            "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
            (_KEY.format(dataset_id), json.dumps(dict(mix.shares), ensure_ascii=False)),
        )


def target_mix(reader: ProjectReader, dataset_id: int) -> TargetMix:
    """The target of a data set; without shares when none was given."""
    with reader.one_moment() as db:
        stored = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY.format(dataset_id),)).get
    return TargetMix(json.loads(stored) if stored else {})
