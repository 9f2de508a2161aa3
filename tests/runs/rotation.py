"""The life of a run as far as its checkpoints go, played without a disk: saves, kills, damage, resumes."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from studio.runs.checkpoints import Checkpoint, expendable

NOWHERE = Path()


@dataclass
class Life:
    """What is on the disk, which of it is damaged, and what this worker went on from."""

    kept: dict[int, Checkpoint] = field(default_factory=dict)
    damaged: set[int] = field(default_factory=set)
    step: int = 0
    resumed_from: int | None = None
    saves: int = 0

    def save(self, step: int, loss: float | None) -> None:
        """As engine/checkup.py does it: the new one first, only then the rotation."""
        self.step = step
        self.damaged.discard(step)
        self.kept[step] = Checkpoint(NOWHERE, step, loss)
        self.saves += 1
        before = dict(self.kept)
        for old in expendable(tuple(self.kept.values()), self.resumed_from):
            del self.kept[old.step]
        self.check(before)

    def check(self, before: dict[int, Checkpoint]) -> None:
        """What must still be there, said in other words than `expendable` says it."""
        gone = before.keys() - self.kept.keys()
        assert len(self.kept) >= min(2, len(before)), "fewer than two are left"
        assert not gone & set(sorted(before)[-2:]), "one of the newest two is gone"
        assert self.resumed_from not in gone, "the one resumed from is gone"
        losses = {step: each.validation_loss for step, each in before.items() if each.validation_loss is not None}
        if losses:
            lowest = min(losses.values())
            assert any(self.kept[step].validation_loss == lowest for step in self.kept), "the best is gone"
        # Two new, one best, one resumed from: the disk does not fill up either.
        assert len(self.kept) <= 4

    def die(self, random: Random) -> None:
        """Killed, and what was written last may be damaged; another worker takes over from the newest whole one."""
        if self.kept and random.random() < 0.3:
            self.damaged.add(max(self.kept))
        whole = self.kept.keys() - self.damaged
        assert whole or len(self.kept) < 2, "nothing to go on from"
        self.resumed_from = max(whole, default=None)
        self.step = self.resumed_from or 0
        self.kept = {step: each for step, each in self.kept.items() if step <= self.step}


def live_through(random: Random, length: int = 60) -> Life:
    """One history of some sixty events; asserts after each that nothing precious was deleted."""
    life, validated = Life(), random.random() < 0.9
    for _event in range(random.randint(1, length)):
        if random.random() < 0.15:
            life.die(random)
            continue
        # Coarse losses, so that equal ones are common.
        loss = round(random.uniform(0.1, 2.0), 1) if validated and random.random() < 0.9 else None
        life.save(life.step + random.randint(1, 50), loss)
    return life
