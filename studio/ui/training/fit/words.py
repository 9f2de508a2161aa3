"""A forecast as bars and sentences; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.core.events import Finished
from studio.core.forecast import Forecast
from studio.runs.forecasts import Accuracy
from studio.runs.machine import Machine
from studio.ui.formats import about, integer, number, percent, size
from studio.words import _, ngettext

Level = Literal["good", "warn", "bad"]
_TIGHT = 0.9
_ORDER: tuple[Level, ...] = ("good", "warn", "bad")
_SMALL = 0.005


@dataclass(frozen=True)
class Bar:
    """One amount against what there is; `share` may be above 1."""

    title: str
    value: str
    share: float
    level: Level


@dataclass(frozen=True)
class Shown:
    """Everything that the card says of one forecast."""

    source: str
    bars: tuple[Bar, ...]
    level: Level
    verdict: str
    facts: tuple[str, ...]


def shown_forecast(forecast: Forecast, machine: Machine, accuracy: Accuracy | None) -> Shown:
    """The forecast against the machine, with how near such forecasts have been."""
    memory, disk = _memory_bars(forecast, machine), _disk_bar(forecast, machine)
    level = _worst([*memory, disk])
    lacks_memory = _worst(memory) == level
    measured = forecast.source == "probe"
    return Shown(
        _source(measured, machine),
        (*memory, disk),
        level,
        _verdict(level, measured=measured, lacks_memory=lacks_memory),
        tuple(filter(None, (*_time_facts(forecast), _batch_fact(forecast), accuracy_words(accuracy)))),
    )


def as_refuted(shown: Shown) -> Shown:
    """What is said once a trial has run out of memory, whatever the formula says."""
    said = _("The trial needed more memory than there is.")
    advice = _("Choose a smaller model, shorter examples, or QLoRA.")
    return replace(shown, level="bad", verdict=f"{said} {advice}")


def accuracy_words(accuracy: Accuracy | None) -> str:
    """How far forecasts were from what runs took on this machine; empty before the first."""
    if accuracy is None:
        return ""
    error = accuracy.median_error
    if abs(error) < _SMALL:
        said = _("exact to the per cent")
    else:
        said = (_("{share} too high") if error > 0 else _("{share} too low")).format(share=percent(abs(error)))
    return ngettext(
        "Such a forecast was {error} on this machine so far ({count} run).",
        "Such forecasts were {error} on this machine so far (median of {count} runs).",
        accuracy.runs,
    ).format(error=said, count=integer(accuracy.runs))


def outcome_words(forecast: Forecast, finished: Finished) -> str:
    """What a run took beside its forecast; empty where the system did not tell."""
    took = finished.peak_device_bytes or finished.peak_process_bytes
    if not took or not forecast.peak_bytes:
        return ""
    difference = took / forecast.peak_bytes - 1
    return _("memory forecast {forecast}, taken {taken} ({difference})").format(
        forecast=size(forecast.peak_bytes), taken=size(took), difference=_signed(difference)
    )


def _signed(share: float) -> str:
    sign = "" if abs(share) < _SMALL else "+" if share > 0 else "−"
    return sign + percent(abs(share))


def _source(measured: bool, machine: Machine) -> str:
    where = machine.device if machine.on_card else _("computer")
    said = _("Measured on this machine") if measured else _("Estimate by formula")
    return _("{source} · {device}, {size}").format(source=said, device=where, size=size(machine.memory))


def _memory_bars(forecast: Forecast, machine: Machine) -> list[Bar]:
    parts = (
        (_("Loading"), forecast.load_bytes),
        (_("Training"), forecast.train_bytes),
        (_("Evaluation"), forecast.evaluate_bytes),
        (_("Saving"), forecast.save_bytes),
    )
    return [_bar(title, amount, machine.memory, machine.free) for title, amount in parts if amount]


def _disk_bar(forecast: Forecast, machine: Machine) -> Bar:
    free = machine.disk_free
    words = _("{needed} of {free} free").format(needed=size(forecast.disk_bytes), free=size(free))
    share = forecast.disk_bytes / max(1, free)
    return Bar(_("Disk"), words, share, "bad" if share > 1 else "warn" if share > _TIGHT else "good")


def _bar(title: str, amount: int, most: int, free: int) -> Bar:
    share = amount / max(1, most)
    level: Level = "bad" if share > 1 else "warn" if share > _TIGHT or amount > free else "good"
    return Bar(title, size(amount), share, level)


def _worst(bars: Sequence[Bar]) -> Level:
    return max((bar.level for bar in bars), key=_ORDER.index, default="good")


def _verdict(level: Level, *, measured: bool, lacks_memory: bool) -> str:
    if level == "good":
        return _("It fits.") if measured else _("It should fit.")
    if not lacks_memory:
        return _("There is hardly enough room on the disk.") if level == "warn" else _("The disk has not enough room.")
    if level == "warn":
        return _("It is tight: close other programs first.")
    return _("It needs more memory than there is. Choose a smaller model, shorter examples, or QLoRA.")


def _time_facts(forecast: Forecast) -> list[str]:
    if not forecast.steps or not forecast.step_s:
        return []
    steps = ngettext("{count} step of {seconds} s at most", "{count} steps of {seconds} s at most", forecast.steps)
    whole = _("about {time} to the end").format(time=about(forecast.total_s))
    return [
        _("{first} · {second}").format(
            first=steps.format(count=integer(forecast.steps), seconds=number(forecast.step_s)), second=whole
        )
    ]


def _batch_fact(forecast: Forecast) -> str:
    if not forecast.micro_batch:
        return ""
    batch = _("micro-batch {micro} × {passes}").format(micro=forecast.micro_batch, passes=forecast.accumulation)
    if not forecast.checkpointed_layers:
        return _("{first} · {second}").format(first=batch, second=_("no checkpointed layer"))
    layers = ngettext("{count} checkpointed layer", "{count} checkpointed layers", forecast.checkpointed_layers)
    return _("{first} · {second}").format(first=batch, second=layers.format(count=forecast.checkpointed_layers))
