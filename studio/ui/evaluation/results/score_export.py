"""Every score as a table for other programs."""

import csv
from pathlib import Path

from studio.ui.evaluation.results.reading import Read

HEADER = ("metric", "model", "value", "low", "high", "n", "target", "verdict")


def save_scores(read: Read, target: Path) -> Path:
    """Write a line for each model and metric, exact to the last bit; raises StudioError."""
    from studio.placing import placed

    with placed(target) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for line in read.scores:
            for model, cell in zip(read.forest.models, line.cells, strict=True):
                if cell is not None:
                    score = cell.score
                    numbers = (score.value, score.low, score.high, score.n)
                    writer.writerow((line.metric, model, *numbers, cell.light or "", cell.verdict))
    return target
