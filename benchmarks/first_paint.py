"""`python benchmarks/first_paint.py [--times 9]`: from the start of the process to the first painted window.

Each measurement is a fresh process with warm file caches and no screen (offscreen); CPU time is that of the process.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET_S = 0.6
CHILD = """
import time, psutil, sys
from pathlib import Path
from studio.settings import LoadedSettings, Settings
from studio.ui.app import begin, make_application
application = make_application()
session = begin(application, LoadedSettings(Settings()))
session.window.show_starting("Opening the project…")
session.window.show()
application.processEvents()
session.window.grab()
painted = time.time()
heavy = sorted({"torch", "pyqtgraph", "pyarrow"} & set(sys.modules))
print(painted, time.process_time(), psutil.Process().memory_info().rss / 2**20, ",".join(heavy) or "-")
"""


def measure() -> tuple[float, float, float, str]:
    """Wall seconds, CPU seconds, MiB and the heavy modules of one fresh start."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # The system's own start time of a process is off by up to a second on a virtual machine.
    started = time.time()
    answer = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    painted, cpu, memory, heavy = answer.stdout.split()
    return float(painted) - started, float(cpu), float(memory), heavy


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9)
    times = parser.parse_args().times
    measure()
    found = [measure() for _time in range(times)]
    walls, cpus = [each[0] for each in found], [each[1] for each in found]
    sys.stdout.write(
        f"first paint, {times} fresh processes, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
        f"  wall  median {statistics.median(walls):.2f} s   best {min(walls):.2f}   worst {max(walls):.2f}"
        f"   (target {TARGET_S} s)\n"
        f"  CPU   median {statistics.median(cpus):.2f} s   best {min(cpus):.2f}   worst {max(cpus):.2f}\n"
        f"  memory {found[0][2]:.0f} MiB   heavy modules loaded: {found[0][3]}\n"
    )


if __name__ == "__main__":
    main()
