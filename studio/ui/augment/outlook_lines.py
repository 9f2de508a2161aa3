"""What the plan shows of each group of training rows; no Qt."""

from dataclasses import dataclass

from studio.ui.formats import integer
from studio.words import _, ngettext


@dataclass(frozen=True)
class GroupLine:
    """A group before and after the plan; `wanted` is None where no composition asks for a number."""

    name: str
    title: str
    before: int
    after: int
    wanted: int | None = None
    share: float | None = None

    @property
    def missing(self) -> int:
        """How many rows the plan cannot make."""
        return max(0, (self.wanted or 0) - self.after)

    def words(self) -> str:
        """The line read aloud."""
        said = [_("{name}: {before} now, {after} after").format(name=self.title, before=self.before, after=self.after)]
        if self.missing:
            said.append(missing_words(self.missing))
        return ", ".join(said)


@dataclass(frozen=True)
class PlanOutlook:
    """What a plan comes to: each group, how many variants are made, and what cannot be met and why."""

    lines: tuple[GroupLine, ...]
    variants: int
    shortfalls: tuple[str, ...] = ()

    @property
    def before(self) -> int:
        """Training rows there are."""
        return sum(each.before for each in self.lines)


def missing_words(count: int) -> str:
    """So many rows are missing."""
    return ngettext("{count} missing", "{count} missing", count).format(count=integer(count))


def total_words(outlook: PlanOutlook) -> str:
    """The whole before and after, in a sentence."""
    made = ngettext("{count} variant", "{count} variants", outlook.variants).format(count=integer(outlook.variants))
    there = ngettext("{count} usable example", "{count} usable examples", outlook.before)
    return _("{examples} + {variants} = {after}").format(
        examples=there.format(count=integer(outlook.before)),
        variants=made,
        after=integer(outlook.before + outlook.variants),
    )
