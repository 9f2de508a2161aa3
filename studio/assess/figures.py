"""Numbers of a metric as each language writes them, to fill sentences that are read in either."""

from collections.abc import Mapping
from math import ceil

from studio.assess.metric import Unit

NO_BREAK = "\u00a0"
_WHOLE, _TWO = 100, 2
_LARGE = {1e9: ("GB", "Go"), 1e6: ("MB", "Mo")}

Said = Mapping[str, str]


def percents(*shares: float) -> tuple[Said, ...]:
    """In whole per cent, with a decimal where they need it to differ; never 100 for what is not all, nor 0 for some."""
    whole = tuple(_percent(share, 0) for share in shares)
    if len({said["en"] for said in whole}) == len({*shares}):
        return whole
    return tuple(_percent(share, 1) for share in shares)


def told(value: float, unit: Unit) -> Said:
    """A value of the metric."""
    if unit == "share":
        return percents(value)[0]
    if unit == "seconds":
        return _with_unit(_digits(value), "s", "s")
    if unit == "bytes":
        for size, (english, french) in _LARGE.items():
            if abs(value) >= size / 2:
                return _with_unit(_digits(value / size), english, french)
    return _both(_digits(value))


def difference_told(value: float, unit: Unit) -> Said:
    """The size of a difference, rounded up: of shares in points."""
    if unit != "share":
        return told(abs(value), unit)
    points = _WHOLE * abs(value)
    # What lies a rounding error above a whole number is that number.
    whole = ceil(points - 1e-9) if points > 1 else ceil(10 * points - 1e-9) / 10
    # French has a plural from two on.
    return _with_unit(f"{whole:g}", "point" if whole == 1 else "points", "point" if whole < _TWO else "points")


def _percent(share: float, digits: int) -> Said:
    least = 10.0**-digits
    value = round(_WHOLE * share, digits)
    if 0 < share < 1:
        value = min(_WHOLE - least, max(least, value))
    text = f"{value:.{digits}f}"
    return {"en": f"{text}%", "fr": f"{_french(text)}{NO_BREAK}%"}


def _digits(value: float) -> str:
    """Three that count, without an exponent."""
    return f"{value:.0f}" if abs(value) >= _WHOLE else f"{value:.3g}"


def _with_unit(text: str, english: str, french: str) -> Said:
    return {"en": f"{text} {english}", "fr": f"{_french(text)}{NO_BREAK}{french}"}


def _both(text: str) -> Said:
    return {"en": text.replace("-", "−"), "fr": _french(text)}


def _french(text: str) -> str:
    return text.replace(".", ",").replace("-", "−")
