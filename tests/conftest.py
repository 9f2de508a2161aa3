"""What every test is held to: no network, no Qt warning, no unexpected log, nothing left behind."""

import contextlib
import gc
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import psutil
import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GUARD = ROOT / "tests" / "network_guard"
SCRATCH = Path(tempfile.mkdtemp(prefix="atelier-tests-"))
NETWORK_RECORD = SCRATCH / "network.txt"
PATIENCE_S = 60.0

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Tiny models learn faster on one processor than on two, above all beside the suite's other process.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# As in a worker.
os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")
# Settings and recent projects of whoever runs the tests stay as they are.
os.environ["ATELIER_HOME"] = str(SCRATCH / "home")
os.environ["XDG_CONFIG_HOME"] = str(SCRATCH / "config")
os.environ["ATELIER_LANGUAGE"] = "en"
os.environ["ATELIER_TEST_NETWORK_RECORD"] = str(NETWORK_RECORD)
os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), str(ROOT)])
NETWORK_RECORD.touch()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So it is in the background of a shell, and commands would inherit that Ctrl+C does nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Until all tests are collected.
gc.disable()
# The same examples every time, however long they take; `--hypothesis-profile default` looks for others.
settings.load_profile("ci")
sys.path.insert(0, str(GUARD))
sys.modules.pop("sitecustomize", None)
__import__("sitecustomize")
sys.path.remove(str(GUARD))


def in_ci() -> bool:
    """Under CI nothing may be skipped because it is not installed."""
    return os.environ.get("CI", "").lower() == "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if in_ci() and report.skipped and "could not import" in str(report.longrepr):
        report.outcome = "failed"
    return report


def cannot_test(reason: str) -> NoReturn:
    """Skip because this machine lacks something that `python3 -m studio.setup test` installs; fail under CI."""
    if in_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_collection_finish() -> None:
    """What was imported to collect the tests is never garbage: looking through it takes 0.1 s for every window."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    # Of pytest-xdist, which would begin with the files that hold most tests.
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Slow files first, so that both processes end together.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if any(item.get_closest_marker("gpu") for item in items) and not _has_gpu():
        for item in items:
            if item.get_closest_marker("gpu"):
                item.add_marker(pytest.mark.skip(reason="no NVIDIA GPU on this machine"))


def _has_gpu() -> bool:
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return False
    return int(pynvml.nvmlDeviceGetCount()) > 0


COMPLAINTS: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A child that outlived its test may have tried the network after the test was judged, or may never end.

    Last, because pytest-xdist ends its processes in the same hook; one of those leaves its complaints to the first.
    """
    left = _processes_left()
    attempts = NETWORK_RECORD.read_text("utf-8")
    shutil.rmtree(SCRATCH, ignore_errors=True)
    found = (left and f"processes left running: {left}", attempts and f"network attempts:\n{attempts}")
    COMPLAINTS.extend(filter(None, found))
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["complaints"] = COMPLAINTS
        return
    for complaint in COMPLAINTS:
        sys.stderr.write(f"\n{complaint}\n")
        if session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Of pytest-xdist: one of its processes has ended."""
    COMPLAINTS.extend(getattr(node, "workeroutput", {}).get("complaints", ()))


def _processes_left() -> list[str]:
    """What still runs PATIENCE_S after the last test, by its command line; it is killed here."""
    _gone, alive = psutil.wait_procs(list(filter(_is_of_this_session, psutil.process_iter())), PATIENCE_S)
    names = []
    for process in alive:
        with contextlib.suppress(psutil.Error):
            names.append(" ".join(process.cmdline()))
            process.kill()
    return names


def _is_of_this_session(process: psutil.Process) -> bool:
    """Detached workers are nobody's children, but they keep the environment they were started with."""
    with contextlib.suppress(psutil.Error):
        ours = process.environ().get("ATELIER_TEST_NETWORK_RECORD") == str(NETWORK_RECORD)
        return ours and process.pid != os.getpid()
    return False


@pytest.fixture(scope="session", autouse=True)
def _no_power_cut() -> None:
    """Nothing but one tells stored from nearly stored, and waiting for the disk takes longer than many a test."""
    from studio.data import connection

    connection.SYNCHRONOUS = "off"


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    known = NETWORK_RECORD.stat().st_size
    yield
    attempts = NETWORK_RECORD.read_bytes()[known:].decode("utf-8")
    assert not attempts, f"network attempts:\n{attempts}"


@pytest.fixture(autouse=True)
def _no_unexpected_warning(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that provokes a warning of ours asserts on caplog and clears it."""
    yield
    said = [record for record in caplog.get_records("call") if record.name.split(".")[0] == "studio"]
    loud = [f"{record.name}: {record.getMessage()}" for record in said if record.levelno >= logging.WARNING]
    assert not loud, "unexpected log:\n" + "\n".join(loud)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    threads, windows = set(threading.enumerate()), _top_level_widgets()
    yield
    assert not (left := _left_threads(threads)), f"threads left running: {left}"
    assert not (left := _left_windows(windows)), f"windows left open: {left}"


def _left_threads(known: set[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + PATIENCE_S
    # tqdm starts one monitor for the life of the process; a dummy is a thread of Qt or C that once ran Python.
    theirs = ("tqdm", "MainThread")
    left = [
        thread
        for thread in set(threading.enumerate()) - known
        if not isinstance(thread, threading._DummyThread) and type(thread).__module__.split(".")[0] not in theirs
    ]
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in left if thread.is_alive()]


def _top_level_widgets() -> dict[int, str]:
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    import shiboken6
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return {}
    # The C++ address: Python's wrapper of one widget may be made anew.
    return {
        shiboken6.getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()}"
        for widget in QApplication.topLevelWidgets()
    }


def _left_windows(known: dict[int, str]) -> list[str]:
    if not set(_top_level_widgets()) - set(known):
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [name for key, name in _top_level_widgets().items() if key not in known]


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], object]:
    """Ours for every test: it is made once, and a plain one would collect garbage in any thread."""

    def make(_words: list[str]) -> object:
        from studio.ui.app import make_application

        return make_application()

    return make


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets beside the checkout; they are not part of it."""
    folder = Path(os.environ.get("ATELIER_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: the public data sets are not part of the repository")
    return folder


DECIMAL_POINT = 'import locale; locale.setlocale(locale.LC_ALL, ""); print(locale.localeconv()["decimal_point"])'


@pytest.fixture(scope="session")
def french_locale(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a child's environment needs to be a French system, where C itself writes 0,5."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only glibc takes a locale from a folder (LOCPATH)")
    if shutil.which("localedef") is None:
        cannot_test("localedef is missing, so there is no French locale")
    folder = tmp_path_factory.mktemp("locales")
    compiled = ["localedef", "-i", "fr_FR", "-f", "UTF-8", str(folder / "fr_FR.UTF-8")]
    made = subprocess.run(compiled, capture_output=True, text=True, check=False)
    if made.returncode:
        cannot_test(f"no French locale, the package “locales” may be missing: {made.stderr.strip()}")
    # Without a word of our own about the language, so that the system's counts.
    variables = {"LOCPATH": str(folder), "LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8", "ATELIER_LANGUAGE": ""}
    asked = [sys.executable, "-c", DECIMAL_POINT]
    assert subprocess.check_output(asked, env=os.environ | variables, text=True) == ",\n"
    return variables
