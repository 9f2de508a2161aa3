"""Following a run from a terminal, from its first event to its last."""

import time
from collections.abc import Callable

import typer
from rich.console import Console
from rich.text import Text

from studio.cli.live import comparison, make_display
from studio.cli.output import command_line, print_json
from studio.cli.story import Story
from studio.core.events import Event, Failed, Finished
from studio.errors import RunFailed
from studio.runs.folder import LIVING, RunFolder, readable
from studio.runs.journal import JournalReader
from studio.runs.supervisor import describe_death, run_state
from studio.runs.vitals import Silence, Vitals
from studio.ui.formats import duration
from studio.words import _

_GLANCE_S = 0.1
_STATE_EVERY = 5


def follow(run: RunFolder, *, as_json: bool) -> Story:
    """Tell the run until it ends, then sum up; Ctrl-C leaves it going. Raises RunFailed when the run failed."""
    console = Console(stderr=as_json)
    try:
        story = _tell_events(run) if as_json else watch(run, console)
    except KeyboardInterrupt:
        say_it_goes_on(run)
        raise typer.Exit from None
    ending = ending_of(run, story)
    if as_json:
        print_json(_summary(run, story, ending))
    else:
        sum_up(run, story, ending, console)
    return story


def watch(run: RunFolder, console: Console) -> Story:
    """Show the run on `console` until it ends."""
    story = Story()
    with make_display(console) as display:

        def show(events: list[Event]) -> None:
            for event in events:
                story.tell(event)
            display.show(story)

        _read_to_the_end(run, show)
    return story


def _tell_events(run: RunFolder) -> Story:
    story = Story()

    def tell(events: list[Event]) -> None:
        for event in events:
            story.tell(event)
            typer.echo(event.model_dump_json())

    _read_to_the_end(run, tell)
    return story


def _read_to_the_end(run: RunFolder, take: Callable[[list[Event]], None]) -> None:
    reader, vitals = JournalReader(run.events), Vitals()
    over, glance, silent = False, 0, False
    while True:
        with readable(run):
            events = reader.read_new()
        take(events)
        for event in events:
            vitals.take(event)
        if events:
            continue
        silence = vitals.silence()
        if silence and not silent and run_state(run) in LIVING:
            _say_silent(run, silence)
        silent = silence is not None
        if over:
            return
        # One more reading after the end was seen: the last word may have been written in between.
        over = glance % _STATE_EVERY == 0 and run_state(run) not in LIVING
        glance += 1
        if not over:
            time.sleep(_GLANCE_S)


def _say_silent(run: RunFolder, silence: Silence) -> None:
    since = duration(silence.seconds)
    if silence.kind == "no_sign":
        typer.echo(_("The run has given no sign of life for {time}.").format(time=since), err=True)
    else:
        typer.echo(_("The run lives, but its last step was {time} ago.").format(time=since), err=True)
    ending, again = (command_line("studio", *words, str(run.path)) for words in (("stop", "--now"), ("resume",)))
    typer.echo(_("To end it: {end}; to go on afterwards: {resume}").format(end=ending, resume=again), err=True)


def ending_of(run: RunFolder, story: Story) -> Finished | None:
    """How the run ended, None when it was ended at once as asked; raises RunFailed when it failed or died."""
    if isinstance(story.ending, Failed):
        raise RunFailed(story.ending.message, hint=story.ending.hint)
    if story.ending is None and run_state(run) == "died":
        death = describe_death(run)
        said = [_("The last lines of its log:"), *death.log_lines] if death.log_lines else []
        raise RunFailed(death.reason, hint="\n".join([death.hint, *said]))
    return story.ending


def say_it_goes_on(run: RunFolder) -> None:
    typer.echo("\n" + _("The run goes on without this command. To see it again:"), err=True)
    typer.echo("  " + command_line("studio", "attach", str(run.path)), err=True)


def sum_up(run: RunFolder, story: Story, ending: Finished | None, console: Console) -> None:
    """The before/after table and one closing sentence."""
    if table := comparison(story):
        console.print(table)
    if ending is None or ending.reason == "stopped_now":
        console.print(Text(_("The run was stopped at step {step}.").format(step=story.step)))
        return
    closing = {
        "completed": _("Finished after {steps} steps in {time}."),
        "paused": _("Paused after {steps} steps in {time}; “studio resume” goes on from there."),
    }.get(ending.reason, _("Stopped and saved after {steps} steps in {time}."))
    console.print(Text(closing.format(steps=ending.steps, time=duration(ending.wall_s))))
    if ending.adapter:
        console.print(Text(_("The adapter is in {path}").format(path=run.path / ending.adapter)), soft_wrap=True)


def scores(story: Story) -> dict[str, dict[str, dict[str, float]]]:
    """Every score by state and measure, for machines."""
    return {
        state: {
            metric: {"value": score.value, "low": score.low, "high": score.high, "n": score.n}
            for metric, score in found.items()
        }
        for state, found in story.scores.items()
    }


def _summary(run: RunFolder, story: Story, ending: Finished | None) -> dict[str, object]:
    return {
        "type": "summary",
        "run": str(run.path),
        "state": run_state(run),
        "steps": ending.steps if ending else story.step,
        "wall_s": ending.wall_s if ending else None,
        "train_cpu_s": ending.train_cpu_s if ending else None,
        "adapter": str(run.path / ending.adapter) if ending and ending.adapter else None,
        **scores(story),
    }
