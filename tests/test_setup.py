"""What the set-up decides, and what it says when it cannot go on."""

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studio import _setup_environment as environment
from studio import _setup_machine as machine
from studio import setup
from studio._setup_steps import SetupError, Steps, explain
from studio.words import use_language

INSTALLED = environment.Stamp("digest", "3.11", "", ("train", "test"))


@pytest.fixture
def source_folder(tmp_path: Path) -> Path:
    """A folder that looks like a clone of Atelier, with accents and spaces in its name."""
    folder = tmp_path / "Télé chargés"
    folder.mkdir()
    shutil.copy(environment.ROOT / "pyproject.toml", folder)
    return folder


def test_words_after_two_dashes_go_on_unchanged() -> None:
    request = setup.parse(["test", "--", "-m", "not slow", "--headless"])
    assert request.rest == ("-m", "not slow", "--headless")
    assert not request.headless


def test_the_demo_opens_a_window_only_where_one_can_be_seen() -> None:
    demo = setup.parse(["demo"])
    assert setup.start_words(demo, screen=True) == ["-m", "studio", "demo"]
    assert setup.start_words(demo, screen=False) == ["-m", "studio", "demo", "--headless"]
    asked = setup.parse(["demo", "--headless", "--", "--json"])
    assert setup.start_words(asked, screen=True) == ["-m", "studio", "demo", "--headless", "--json"]


def test_the_window_and_the_tests_start_by_their_own_words() -> None:
    assert setup.start_words(setup.parse(["window"]), screen=True) == ["-m", "studio"]
    assert setup.start_words(setup.parse(["test", "--", "-x"]), screen=False) == [
        *("-m", "pytest", "-n", "2", "--dist", "loadfile", "--randomly-seed", "1", "-x"),
    ]


@pytest.mark.parametrize(
    ("platform", "variables", "seen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_screen_is_a_display_on_linux_and_always_there_elsewhere(
    platform: str, variables: dict[str, str], seen: bool
) -> None:
    assert machine.has_screen(platform, variables) is seen


def test_the_interpreter_lies_where_each_platform_puts_it() -> None:
    assert environment.environment_python(Path("x"), "win32") == Path("x/Scripts/python.exe")
    assert environment.environment_python(Path("x"), "linux") == Path("x/bin/python")


def test_other_pythons_are_looked_for_by_their_platform_names_newest_first() -> None:
    assert machine.launchers("win32") == ["py -3.13", "py -3.12", "py -3.11"]
    assert machine.launchers("linux") == ["python3.13", "python3.12", "python3.11"]


@pytest.mark.parametrize(("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_only_the_pythons_of_the_pins_fit(version: tuple[int, ...], fits: bool) -> None:
    assert machine.python_fits(version) is fits


def test_a_python_that_does_not_fit_is_told_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "python_fits", lambda version: False)
    with pytest.raises(SetupError, match=r"3\.11 to 3\.13") as failure:
        setup.check_python(setup.parse(["demo"]))
    assert "studio.setup demo" in failure.value.hint or "Install Python" in failure.value.hint


def test_the_apt_line_can_be_pasted() -> None:
    assert machine.apt_line(["libgl1", "libegl1"]) == "sudo apt-get install -y --no-install-recommends libgl1 libegl1"


@pytest.fixture
def apt_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which an apt-get of ours writes what was asked of it."""
    asked, programs = tmp_path / "asked.txt", tmp_path / "programs"
    programs.mkdir()
    (programs / "apt-get").write_text(f'#!/bin/sh\necho "$@" >> "{asked}"\n')
    (programs / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(machine, "apt_rights", list)
    monkeypatch.setattr(machine, "missing_packages", lambda screen: [])
    return asked


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages are for Linux")
def test_only_the_tests_ask_for_what_locales_are_compiled_from(
    source_folder: Path, apt_asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LOCALE_SOURCES", (source_folder / "fr_FR",))
    (source_folder / ".venv").mkdir()
    for goal in ("demo", "window", "test"):
        assert not apt_asked.exists()
        setup.Installation(setup.parse([goal]), source_folder, screen=False)._add_system_packages()
    assert apt_asked.read_text().splitlines() == ["update", "install -y --no-install-recommends locales"]


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("localedef") is None, reason="localedef belongs to glibc"
)
def test_locales_are_asked_for_only_while_they_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LOCALE_SOURCES", (tmp_path / "fr_FR",))
    assert machine.missing_test_packages() == ["locales"]
    (tmp_path / "fr_FR").touch()
    assert machine.missing_test_packages() == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.missing_test_packages() == ["locales"]


def test_a_second_call_installs_nothing() -> None:
    assert INSTALLED.serves(INSTALLED)
    assert INSTALLED.serves(environment.Stamp("digest", "3.11", "", ("train",)))


@pytest.mark.parametrize(
    "wanted",
    [
        environment.Stamp("changed", "3.11", "", ("train",)),
        environment.Stamp("digest", "3.12", "", ("train",)),
        environment.Stamp("digest", "3.11", "an index", ("train",)),
        environment.Stamp("digest", "3.11", "", ("train", "more")),
    ],
)
def test_a_change_of_pins_python_index_or_extras_installs_again(wanted: environment.Stamp) -> None:
    assert not INSTALLED.serves(wanted)


def test_a_stamp_survives_the_disk_and_a_half_written_one_counts_as_none(tmp_path: Path) -> None:
    environment.write_stamp(tmp_path, INSTALLED)
    assert environment.read_stamp(tmp_path) == INSTALLED
    stamp = tmp_path / "atelier.json"
    stamp.write_bytes(stamp.read_bytes()[:20])
    assert environment.read_stamp(tmp_path) is None


def test_line_ends_do_not_change_the_digest(source_folder: Path) -> None:
    before = environment.pyproject_digest(source_folder)
    pins = source_folder / "pyproject.toml"
    pins.write_bytes(pins.read_bytes().replace(b"\n", b"\r\n"))
    assert environment.pyproject_digest(source_folder) == before


def test_torch_is_installed_as_it_is_pinned() -> None:
    assert environment.torch_requirement(environment.ROOT) == "torch>=2.8,<2.14"


def test_a_broken_environment_is_noticed_and_only_an_environment_is_removed(tmp_path: Path) -> None:
    assert environment.working_version(tmp_path / "bin" / "python") == ""
    assert environment.is_ours(tmp_path)
    (tmp_path / "thesis.docx").touch()
    assert not environment.is_ours(tmp_path)


def test_a_half_made_environment_is_made_again(source_folder: Path) -> None:
    folder = source_folder / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").touch()
    environment.environment_python(folder, sys.platform).parent.mkdir(exist_ok=True)
    environment.environment_python(folder, sys.platform).write_text("not a program")
    installation = setup.Installation(setup.parse(["demo"]), source_folder, screen=False)
    installation.make_environment()
    python = environment.environment_python(folder, sys.platform)
    assert environment.working_version(python) == "{}.{}".format(*sys.version_info[:2])


def test_a_folder_of_someone_else_is_left_alone(source_folder: Path) -> None:
    kept = source_folder / ".venv" / "thesis.docx"
    kept.parent.mkdir()
    kept.touch()
    with pytest.raises(SetupError, match="not a virtual environment"):
        setup.Installation(setup.parse(["demo"]), source_folder, screen=False).make_environment()
    assert kept.exists()


def test_a_folder_without_the_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="source folder"):
        setup.serve(setup.parse(["test"]), tmp_path)


def test_a_folder_that_cannot_be_written_is_said(source_folder: Path) -> None:
    # A file where the folder should be: refused to root too, which a read-only mode is not.
    (source_folder / ".venv").touch()
    with pytest.raises(SetupError, match="Nothing can be written") as failure:
        setup.serve(setup.parse(["test"]), source_folder)
    assert "Copy the folder" in failure.value.hint


def test_too_little_disk_stops_before_anything_is_fetched(source_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_gib", lambda folder: 1.2)
    with pytest.raises(SetupError, match=r"1\.2 GB are free"):
        setup.serve(setup.parse(["test"]), source_folder)


def test_a_window_without_a_screen_names_the_way_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "has_screen", lambda platform, variables: False)
    with pytest.raises(SetupError, match="no screen") as failure:
        setup.serve(setup.parse(["window"]), environment.ROOT)
    assert "--headless" in failure.value.hint


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying: NewConnectionError: Temporary failure in name resolution", "cannot reach an index"),
        ("ERROR: No matching distribution found for torch<2.14,>=2.8", "cannot reach an index"),
        ("error: [Errno 13] Permission denied: 'site-packages'", "cannot be written"),
    ],
)
def test_what_pip_says_last_becomes_a_sentence_with_advice(output: str, said: str) -> None:
    message, hint = explain(output)
    assert said in message
    assert hint


def test_a_failed_step_shows_the_last_lines_and_where_the_log_is(tmp_path: Path) -> None:
    out = io.StringIO()
    steps = Steps(tmp_path / "setup.log", out)
    code = "import sys; [print('line', n) for n in range(40)]; sys.exit(3)"
    with pytest.raises(SetupError, match="Trying") as failure:
        steps.run("Trying", [sys.executable, "-c", code])
    assert "line 39" in out.getvalue()
    assert "line 9\n" not in out.getvalue()
    assert str(tmp_path / "setup.log") in failure.value.hint
    assert "line 0" in (tmp_path / "setup.log").read_text("utf-8")


def test_torch_is_compared_with_the_driver_that_was_found() -> None:
    assert machine.torch_mismatch("", None) == ("", "")
    assert machine.torch_mismatch("12.8", 13000) == ("", "")
    assert "only use the processor" in machine.torch_mismatch("", 12040)[0]
    assert "knows CUDA 12.4, PyTorch needs 13.0" in machine.torch_mismatch("13.0", 12040)[0]


def test_failures_are_said_in_french_too() -> None:
    use_language("fr")
    try:
        assert "disque" in explain("No space left on device")[0]
    finally:
        use_language("en")


def test_a_failure_is_a_sentence_on_stderr_and_no_traceback(tmp_path: Path) -> None:
    shutil.copytree(environment.ROOT / "studio", tmp_path / "studio", ignore=shutil.ignore_patterns("__pycache__"))
    answer = subprocess.run(
        [sys.executable, "-S", "-c", "import studio.setup, sys; sys.exit(studio.setup.main(['test']))"],
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "source folder" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals a process group, which Windows has not")
def test_ctrl_c_is_left_to_what_runs(tmp_path: Path) -> None:
    # A shell that starts the tests in the background lets its children ignore Ctrl+C.
    listening = "import signal, sys, time; signal.signal(signal.SIGINT, signal.default_int_handler)"
    script = tmp_path / "long.py"
    script.write_text(
        f"{listening}\n"
        "try:\n    print('running', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n    print('finished', flush=True); sys.exit(7)\n"
    )
    code = f"{listening}; from studio.setup import *; sys.exit(run_in_front([sys.executable, {str(script)!r}], Path()))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == "finished\n"
        assert process.wait() == 7
