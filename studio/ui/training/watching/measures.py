"""What can be watched of a run: each measure once, with its words, its unit and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field

from studio.ui.formats import GIGABYTE, integer, number, size
from studio.words import N_, _


@dataclass(frozen=True)
class Companion:
    """A second curve in the same plot."""

    metric: str
    title: str
    marked: bool = False
    valued: bool = False
    """Whether its value stands above the plot too."""


@dataclass(frozen=True)
class Measure:
    """One plot; `title` and those of companions are to be translated, `colour` is an index into the theme's series."""

    metric: str
    title: str
    colour: int
    value_text: Callable[[float], str] = field(default=number)
    unit: float = 1.0
    from_zero: bool = False
    smoothed: bool = False
    own_title: str = ""
    """In the legend, where there is a companion."""
    companion: Companion | None = None
    usual: bool = False
    """Shown until something else is chosen."""

    @property
    def metrics(self) -> frozenset[str]:
        """What its plot shows."""
        return frozenset((self.metric, self.companion.metric) if self.companion else (self.metric,))


def _rounded(value: float) -> str:
    return integer(round(value)) if abs(value) >= 1 else number(value)


def _degrees(value: float) -> str:
    return _("{value} °C").format(value=integer(round(value)))


def _watts(value: float) -> str:
    return _("{value} W").format(value=integer(round(value)))


def _watt_hours(value: float) -> str:
    return _("{value} Wh").format(value=number(value))


def _per_cent(value: float) -> str:
    return _("{value}%").format(value=integer(round(value)))


def _seconds(value: float) -> str:
    return _("{value} s").format(value=number(value))


LOSS = Measure(
    "loss",
    N_("Loss"),
    0,
    smoothed=True,
    own_title=N_("Training"),
    companion=Companion("validation_loss", N_("Validation"), marked=True, valued=True),
    usual=True,
)
MEMORY = Measure("memory", N_("Memory (GB)"), 3, size, GIGABYTE, from_zero=True, usual=True)
GPU_MEMORY = Measure(
    "gpu_memory",
    N_("GPU memory (GB)"),
    3,
    size,
    GIGABYTE,
    from_zero=True,
    own_title=N_("Card"),
    companion=Companion("gpu_allocated", N_("This run")),
)
MEASURES: tuple[Measure, ...] = (
    LOSS,
    Measure("learning_rate", N_("Learning rate"), 2, usual=True),
    Measure("grad_norm", N_("Gradient norm"), 4, smoothed=True, usual=True),
    Measure("tokens_per_second", N_("Tokens/s"), 5, _rounded, from_zero=True, smoothed=True, usual=True),
    MEMORY,
    GPU_MEMORY,
    Measure("gpu_utilisation", N_("GPU use (%)"), 5, _per_cent, from_zero=True),
    Measure("gpu_temperature", N_("GPU temperature (°C)"), 1, _degrees),
    Measure("gpu_power", N_("GPU power (W)"), 4, _watts, from_zero=True),
    Measure("energy_wh", N_("Energy (Wh)"), 2, _watt_hours, from_zero=True),
    Measure("cpu_percent", N_("Processor use (%)"), 5, _per_cent, from_zero=True),
    Measure("cpu_temperature", N_("Processor temperature (°C)"), 1, _degrees),
    Measure(
        "step_seconds",
        N_("Seconds per step"),
        0,
        _seconds,
        from_zero=True,
        smoothed=True,
        own_title=N_("Whole step"),
        companion=Companion("data_seconds", N_("Waiting for data")),
    ),
)
BY_METRIC = {each.metric: each for each in MEASURES}


def usual_measures(with_card: bool) -> tuple[str, ...]:
    """The metrics of the plots that are shown until something else is chosen."""
    usual = [each.metric for each in MEASURES if each.usual]
    return tuple(GPU_MEMORY.metric if with_card and each == MEMORY.metric else each for each in usual)
