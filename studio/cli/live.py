"""What a run looks like in a terminal, while it goes on and at its end."""

import time
from types import TracebackType
from typing import Protocol

from rich.console import Console, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from studio.cli.story import Story
from studio.core.events import PhaseName, Scored
from studio.ui.formats import about, duration, integer, number
from studio.ui.training.wording import lower_is_better, measure_words, phase_words
from studio.words import _, current_language

_BAR_WIDTH = 40
_LINES_PER_TRAINING = 10
_SAMPLE_LENGTH = 400


class Display(Protocol):
    """Shows a story again and again while it grows."""

    def __enter__(self) -> "Display": ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def show(self, story: Story) -> None: ...


def make_display(console: Console) -> Display:
    """A display that redraws itself on a terminal; lines one after the other where nothing can be redrawn."""
    return LiveDisplay(console) if console.is_terminal else LineDisplay(console)


class LiveDisplay:
    """Progress, numbers and the newest answer, redrawn in place."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=4)
        self._told = 0

    def __enter__(self) -> "LiveDisplay":
        self._live.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._live.stop()

    def show(self, story: Story) -> None:
        """Draw; notices stay above the picture."""
        for notice in story.notices[self._told :]:
            self._live.console.print(Text(f"• {notice.message} {notice.hint}".rstrip()))
        self._told = len(story.notices)
        self._live.update(_picture(story))


class LineDisplay:
    """A line per phase and per tenth of the training, for logs and pipes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._phase: PhaseName | None = None
        self._next_step = 1
        self._told = 0

    def __enter__(self) -> "LineDisplay":
        return self

    def __exit__(self, *_error: object) -> None:
        return

    def show(self, story: Story) -> None:
        """Print what is new since the last call."""
        for notice in story.notices[self._told :]:
            self._say(f"• {notice.message} {notice.hint}".rstrip())
        self._told = len(story.notices)
        if story.phase and story.phase not in (self._phase, "evaluate"):
            self._say(phase_words(story.phase))
            self._phase = story.phase
        if story.step >= self._next_step:
            self._say("  " + " · ".join(_numbers(story)))
            self._next_step = story.step + max(1, story.total_steps // _LINES_PER_TRAINING)

    def _say(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)


def _picture(story: Story) -> RenderableType:
    # A grid: a progress bar alone does not end its line.
    grid = Table.grid()
    grid.add_row(_headline(story))
    if story.total:
        grid.add_row(ProgressBar(total=story.total, completed=min(story.done, story.total), width=_BAR_WIDTH))
    if numbers := _numbers(story):
        grid.add_row(Text(" · ".join(numbers)))
    if story.samples:
        grid.add_row(_sample(story))
    return grid


def _headline(story: Story) -> Text:
    line = Text(phase_words(story.phase) if story.phase else _("Starting the worker"), style="bold")
    if story.total:
        line.append(f"  {integer(story.done)}/{integer(story.total)}", style="default")
    if story.began_at:
        elapsed = duration((story.ending.at if story.ending else time.time()) - story.began_at)
        line.append("  " + _("running for {time}").format(time=elapsed), style="dim")
    left = story.seconds_left()
    if left is not None:
        line.append("  " + _("training ends in about {time}").format(time=about(left)), style="dim")
    return line


def _numbers(story: Story) -> list[str]:
    words = {
        "loss": _("loss {value}"),
        "validation_loss": _("validation loss {value}"),
        "learning_rate": _("learning rate {value}"),
        "tokens_per_second": _("{value} tokens/s"),
    }
    step = [_("step {step} of {total}").format(step=story.step, total=story.total_steps)] if story.step else []
    return step + [
        text.format(value=number(story.numbers[name])) for name, text in words.items() if name in story.numbers
    ]


def _sample(story: Story) -> Panel:
    sample = story.samples[min(story.samples)]
    text = Text(_short(sample.prompt), style="dim")
    text.append("\n" + (_short(sample.text) or "–"), style="default")
    return Panel(text, title=Text(_("answer at step {step}").format(step=sample.step)), title_align="left")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SAMPLE_LENGTH else flat[: _SAMPLE_LENGTH - 1] + "…"


def comparison(story: Story) -> Table | None:
    """The before/after table, None when nothing was scored on both sides."""
    base, tuned = story.scores["base"], story.scores["tuned"]
    both = [metric for metric in tuned if metric in base]
    if not both:
        return None
    table = Table(title=Text(_("Before and after, on test examples that were not trained on")), title_justify="left")
    table.add_column(_("Measure"))
    for title in (_("Before"), _("After"), _("Examples")):
        table.add_column(title, justify="right", no_wrap=True)
    for metric in both:
        table.add_row(measure_words(metric), _score(base[metric]), _score(tuned[metric]), integer(tuned[metric].n))
    table.caption = Text(_("In brackets: 95% interval."))
    return table


def _score(score: Scored) -> str:
    values = (score.value, score.low, score.high)
    if lower_is_better(score.metric):
        value, low, high = (number(each) for each in values)
        return f"{value} [{low}–{high}]"
    value, low, high = (_per_cent(each) for each in values)
    return _("{value}%").format(value=value) + f" [{low}–{high}]"


def _per_cent(share: float) -> str:
    text = f"{100 * share:.1f}"
    return text.replace(".", ",") if current_language() == "fr" else text
