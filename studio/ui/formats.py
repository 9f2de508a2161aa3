"""Numbers, times and sizes as people write them in their language."""

import math
import time
from pathlib import Path

from studio.words import _, current_language, ngettext

NARROW_SPACE = "\u202f"
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
SMALL, LARGE = 1e-3, 1e6
MOST_DECIMALS = 4
GIGABYTE = 1e9
SMALL_FILE = 100_000
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3) -> str:
    """At most `digits` significant digits: 0,532 in French, 0.532 in English; powers of ten when far from one."""
    if not math.isfinite(value):
        return "–"
    if value and not SMALL <= abs(value) < LARGE:
        mantissa, _e, exponent = f"{value:.{digits - 1}e}".partition("e")
        power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
        short = _trimmed(mantissa)
        return _localised(power if short == "1" else f"{short} × {power}")
    if abs(value) >= 10 ** (digits - 1):
        return integer(round(value))
    decimals = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
    return _localised(_trimmed(f"{value:.{decimals}f}"))


def tick(value: float, spacing: float) -> str:
    """A number of an axis: all of an axis have as many decimals as their spacing needs."""
    decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
    if decimals > MOST_DECIMALS:
        return number(value)
    return _localised(f"{value:.{decimals}f}") if decimals else integer(round(value))


def integer(value: int) -> str:
    """Thousands apart by a narrow space in French, a comma in English."""
    text = f"{abs(value):,}".replace(",", NARROW_SPACE if current_language() == "fr" else ",")
    return f"−{text}" if value < 0 else text


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent."""
    return _("{value}%").format(value=round(100 * share))


def size(count: float) -> str:
    """Bytes, in gigabytes from half of one on."""
    if count >= GIGABYTE / 2:
        return _("{value} GB").format(value=number(count / GIGABYTE))
    return _("{value} MB").format(value=number(count / 1e6))


def file_size(count: int) -> str:
    """Bytes of a file or folder, which may be small: cards and manifests are."""
    return _("{value} kB").format(value=integer(math.ceil(count / 1e3))) if count < SMALL_FILE else size(count)


def duration(seconds: float) -> str:
    """The two units that matter: 45 s, 12 min 05 s, 3 h 20 min, 2 d 4 h."""
    whole = max(0, round(seconds))
    if whole < MINUTE_S:
        return _("{seconds} s").format(seconds=whole)
    if whole < HOUR_S:
        return _("{minutes} min {seconds:02d} s").format(minutes=whole // MINUTE_S, seconds=whole % MINUTE_S)
    minutes = round(whole / MINUTE_S)
    if whole < DAY_S:
        return _("{hours} h {minutes:02d} min").format(hours=minutes // 60, minutes=minutes % 60)
    return _("{days} d {hours} h").format(days=whole // DAY_S, hours=whole % DAY_S // HOUR_S)


def about(seconds: float) -> str:
    """A rough duration for what is still to come: people need no seconds beyond the last minute and a half."""
    if seconds < 1.5 * MINUTE_S:
        return _("{seconds} s").format(seconds=max(5, round(seconds / 5) * 5))
    if seconds < HOUR_S:
        return _("{minutes} min").format(minutes=math.ceil(seconds / MINUTE_S))
    return duration(seconds)


def clock(at: float) -> str:
    """The time of day of a Unix time, here."""
    return _clock(time.localtime(at))


def moment(at: float, now: float) -> str:
    """A Unix time: of today the time of day alone, else yesterday or the date with it."""
    then, today = time.localtime(at), time.localtime(now)
    yesterday = time.localtime(now - DAY_S)
    if then[:3] == today[:3]:
        return _clock(then)
    if then[:3] == yesterday[:3]:
        return _("yesterday, {time}").format(time=_clock(then))
    return _("{day:02d}/{month:02d}/{year}, {time}").format(
        day=then.tm_mday, month=then.tm_mon, year=then.tm_year, time=_clock(then)
    )


def examples(count: int) -> str:
    """So many examples, in words."""
    return ngettext("{count} example", "{count} examples", count).format(count=integer(count))


def short_path(path: Path) -> str:
    """With ~ for the user's own folder."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def _clock(when: time.struct_time) -> str:
    return _("{hour:02d}:{minute:02d}").format(hour=when.tm_hour, minute=when.tm_min)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _localised(text: str) -> str:
    text = text.replace("-", "−")
    return text.replace(".", ",") if current_language() == "fr" else text
