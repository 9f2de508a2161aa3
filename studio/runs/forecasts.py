"""What was forecast for a run, and on this machine how far forecasts were from what runs took."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from pydantic import ValidationError

from studio import paths
from studio.core.events import Finished
from studio.core.forecast import Forecast
from studio.runs.durable import replace_text
from studio.runs.folder import RunFolder

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Accuracy:
    """How near the forecasts of memory were on this machine; shares of what runs took, positive where too high."""

    runs: int
    median_error: float
    worst_error: float


def write_forecast(run: RunFolder, forecast: Forecast) -> None:
    """Keep it with the run."""
    replace_text(run.path / "forecast.json", forecast.model_dump_json(indent=1))


def read_forecast(run: RunFolder) -> Forecast | None:
    """What was forecast; None where nothing was, or it cannot be read."""
    try:
        return Forecast.model_validate_json((run.path / "forecast.json").read_bytes())
    except (OSError, ValidationError):
        return None


def record_outcome(run: RunFolder, finished: Finished) -> None:
    """Remember on this machine what a forecast run took; a full disk costs no more than this memory."""
    forecast = read_forecast(run)
    took = finished.peak_device_bytes or finished.peak_process_bytes
    if forecast is None or not took or finished.reason != "completed":
        return
    line = json.dumps(
        {"source": forecast.source, "device": forecast.device, "forecast": forecast.peak_bytes, "took": took}
    )
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with _file().open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        _log.warning("%s: %s", _file(), error)


def forecast_accuracy(device: str, source: str) -> Accuracy | None:
    """Over the runs on a device of this machine; None before the first."""
    errors = [float(each["forecast"]) / float(each["took"]) - 1 for each in _outcomes(device, source)]
    return Accuracy(len(errors), median(errors), max(errors, key=abs)) if errors else None


def _outcomes(device: str, source: str) -> list[dict[str, Any]]:
    try:
        lines = _file().read_text("utf-8").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            each = json.loads(line)
        except ValueError:
            # A line that a power cut left half.
            continue
        if (each.get("device"), each.get("source")) == (device, source):
            found.append(each)
    return found


def _file() -> Path:
    return paths.data_folder() / "forecasts.jsonl"
