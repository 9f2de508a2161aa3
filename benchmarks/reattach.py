"""`python benchmarks/reattach.py`: from building the Train tab to the whole curve of a run that is going on."""

import gc
import sys
import time

import window_under_load as window

from studio.core.events import Event, Metric
from tests.ui.training import scenes

STEPS = (200, 3_000, 25_000, 200_000)
NAMES = ("loss", "learning_rate", "grad_norm", "tokens_per_second")


def journal(steps: int) -> list[Event]:
    found: list[Event] = scenes.beginning(steps)
    found += [Metric(step=step, name=name, value=1.0) for step in range(1, steps + 1) for name in NAMES]
    return found


def main() -> None:
    app = window.application()
    heads = f"{'events':>9}  {'MB':>6}  {'whole curve s':>13}  {'CPU s':>6}  {'longest block':>16}  {'its CPU':>9}"
    sys.stdout.write(heads + "\n")
    for steps in STEPS:
        project = window.new_project()
        run = scenes.make_run(project)
        events = journal(steps)
        count = len(events)
        scenes.write_events(run, events, began=time.time() - 600, every=600 / count)
        # What this script holds would make the collector's rounds longer than the window's own objects do.
        del events
        gc.collect()
        pulse = window.Pulse()
        with scenes.working(run):
            began, cpu = time.perf_counter(), time.process_time()
            with window.train_tab(project) as page:
                window.spin(app, lambda wanted=page, points=steps: window.loss_points(wanted) == points, 120)
                took, busy = time.perf_counter() - began, time.process_time() - cpu
                size = run.events.stat().st_size / 1e6
                blocked, computed = pulse.longest * 1000, pulse.busiest * 1000
                sys.stdout.write(
                    f"{count:>9,}  {size:6.1f}  {took:13.2f}  {busy:6.2f}  {blocked:13.0f} ms  {computed:6.0f} ms\n"
                )


if __name__ == "__main__":
    main()
