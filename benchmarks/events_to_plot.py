"""`python benchmarks/events_to_plot.py [RATE]`: a process writes events at 10,000/s, the window draws them."""

import subprocess
import sys
import time
from pathlib import Path

import window_under_load as window

from studio.core.events import Event
from tests.ui.training import scenes

SECONDS = 5
WRITER = """
import sys, time
from pathlib import Path
from studio.core.events import Metric
from studio.runs.journal import JournalWriter
path, rate, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
names = ("loss", "learning_rate", "grad_norm", "tokens_per_second")
began, sent = time.perf_counter(), 0
with JournalWriter(path) as journal:
    while sent < rate * seconds:
        due = int((time.perf_counter() - began) * rate)
        for at in range(sent, min(due, rate * seconds)):
            journal.append(Metric(step=at // 4 + 1, name=names[at % 4], value=1.0 + at % 7))
        sent = max(sent, min(due, rate * seconds))
        time.sleep(0.001)
print(time.perf_counter() - began)
"""


class Arrivals:
    """How late the events came."""

    def __init__(self) -> None:
        self.count, self.late = 0, list[float]()

    def take(self, events: tuple[Event, ...]) -> None:
        self.count += len(events)
        self.late.append(time.time() - events[0].at)


def main(rate: int) -> None:
    app, project = window.application(), window.new_project()
    run = scenes.make_run(project)
    scenes.write_events(run, scenes.beginning(rate * SECONDS // 4), began=time.time())
    with scenes.working(run), window.train_tab(project) as page:
        window.spin(app, lambda: page.view is not None and page.view.isVisible(), 20)
        window.spin(app, lambda: page.view is not None and page.view.header.state.text() == "Running", 20)
        arrivals, pulse = Arrivals(), window.Pulse()
        page.desk.events_received.connect(arrivals.take)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(run.events), str(rate), str(SECONDS)],
            stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        window.spin(app, lambda: arrivals.count > 0, 20)
        pulse.begin()
        cpu, began = time.process_time(), time.perf_counter()
        window.spin(app, lambda: arrivals.count >= rate * SECONDS, 120)
        took = time.perf_counter() - began
        busy = (time.process_time() - cpu) / took
        written = float(writer.communicate()[0])
        window.spin(app, lambda: window.loss_points(page) == rate * SECONDS // 4, 5)
        late = sorted(arrivals.late)
        sys.stdout.write(
            f"events {arrivals.count:,} in {took:.2f} s ({arrivals.count / took:,.0f}/s; writer took {written:.2f} s)\n"
            f"late: median {late[len(late) // 2] * 1000:.0f} ms, worst {late[-1] * 1000:.0f} ms\n"
            f"window: {100 * busy:.0f} % of one core, longest block {pulse.longest * 1000:.0f} ms, "
            f"of it CPU {pulse.busiest * 1000:.0f} ms\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
