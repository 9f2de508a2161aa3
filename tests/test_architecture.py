"""The rules of the design that a machine can check; see pyproject.toml for the import contracts."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest
import yaml

from studio.core.preset import parse_preset
from studio.core.recipe import option_fields
from tools import translations

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("studio", "tests", "tools", "benchmarks")
LONGEST_FILE, LONGEST_CLASS = 400, 250
SETUP_MODULES = ("setup.py", "_setup_environment.py", "_setup_machine.py", "_setup_steps.py")
# Written in halves, so that this list does not find itself.
REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "ana" + "conda.org",
    "download.py" + "torch.org",
)
HEAVY = ("torch", "transformers", "peft", "trl", "bitsandbytes", "accelerate", "datasets")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def parsed(folder: str) -> dict[Path, ast.Module]:
    """Every source below a folder, read once."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sources(folder)}


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def loaded_after(code: str, names: tuple[str, ...]) -> list[str]:
    """Which of the names a fresh Python holds after running the code."""
    answer = run("-c", f"import sys\n{code}\nprint(*[name for name in {names!r} if name in sys.modules])")
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split("\n")[-2].split()


def test_imports_go_one_way() -> None:
    answer = run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_ruff_finds_nothing() -> None:
    answer = run("-m", "ruff", "check", "--output-format=concise", ".")
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.slow
def test_mypy_finds_nothing() -> None:
    answer = run("-m", "mypy")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_check_is_switched_off_in_a_line() -> None:
    marks = ("# no" + "qa", "# type: " + "ignore")
    found = [path for path in sources(*FOLDERS) if any(mark in path.read_text("utf-8") for mark in marks)]
    assert found == []


def test_files_and_classes_hold_one_idea() -> None:
    files = [path.name for path in sources(*FOLDERS) if path.read_text("utf-8").count("\n") > LONGEST_FILE]
    classes = [
        f"{path.name}: {node.name}"
        for folder in FOLDERS
        for path, tree in parsed(folder).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_CLASS
    ]
    assert (files, classes) == ([], [])


def test_every_module_says_what_it_is() -> None:
    assert [path.name for path, tree in parsed("studio").items() if not ast.get_docstring(tree)] == []


def test_no_pickle_is_read() -> None:
    unsafe = {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
    found = [path for path, tree in parsed("studio").items() if unsafe & set(imported(tree))]
    assert found == []
    assert [path for path in sources("studio") if "torch.load(" in path.read_text("utf-8")] == []


def imported(tree: ast.Module) -> Iterator[str]:
    """The first words of every import, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).partition(".")[0]


@pytest.mark.parametrize("name", SETUP_MODULES)
def test_setup_needs_nothing_installed_and_can_say_so_on_an_old_python(name: str) -> None:
    tree = ast.parse((ROOT / "studio" / name).read_text("utf-8"), feature_version=(3, 8))
    assert set(imported(tree)) <= {*sys.stdlib_module_names, "studio"}


def test_setup_loads_without_site_packages() -> None:
    answer = run("-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import studio.setup")
    assert answer.returncode == 0, answer.stderr


def test_the_window_opens_without_torch_and_without_the_plots() -> None:
    assert loaded_after("import studio.ui.app", (*HEAVY, "pyqtgraph")) == []


def test_an_export_is_shown_without_what_counts_and_writes_it() -> None:
    heavy = (*HEAVY, "scipy.stats", "openpyxl")
    assert loaded_after("import studio.ui.export.making.section, studio.ui.archives.packing_dialog", heavy) == []


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    code = "from studio.cli import build_app; build_app()"
    assert loaded_after(code, (*HEAVY, "PySide6", "pyqtgraph", "sklearn", "scipy")) == []
    code = "from studio.cli import build_app; build_app('window')"
    assert loaded_after(code, (*HEAVY, "PySide6", "pyqtgraph", "pyarrow", "numpy", "apsw")) == []


def test_the_core_loads_without_qt_and_torch() -> None:
    code = "import studio.core.recipe, studio.core.events, studio.core.job, studio.core.example"
    assert loaded_after(code, (*HEAVY, "PySide6", "numpy")) == []


def test_every_message_is_said_in_french() -> None:
    assert translations.problems() == []


def test_no_message_hides_in_an_f_string_where_it_cannot_be_extracted() -> None:
    found = [
        f"{path.name}:{node.lineno}"
        for path, tree in parsed("studio").items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.JoinedStr) and any(_is_marked_text(part) for part in ast.walk(node)))
        or (_is_message(node) and any(isinstance(part, ast.JoinedStr) for part in node.args))
    ]
    assert found == []


def _is_message(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in translations.KEYWORDS


def _is_marked_text(node: ast.AST) -> bool:
    """A constant marked with N_() may be translated inside an f-string; a text may not."""
    return _is_message(node) and any(isinstance(part, ast.Constant) for part in node.args)


def test_every_training_option_has_words_in_both_languages() -> None:
    known = translations.entries(translations.extracted())
    for path, option in option_fields().items():
        assert option.title in known, path
        assert option.description in known, path


@pytest.mark.parametrize("path", sorted((ROOT / "presets").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_preset_is_a_valid_recipe_in_both_languages(path: Path) -> None:
    preset = parse_preset(yaml.safe_load(path.read_text("utf-8")))
    assert preset.name.en != preset.name.fr
    assert preset.description.en != preset.description.fr


def test_no_package_registry_is_named() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0")[:-1] or [
        os.path.relpath(os.path.join(folder, name), ROOT)
        for top in FOLDERS
        for folder, _folders, files in os.walk(ROOT / top)
        for name in files
    ]
    found = [
        (name, host)
        for name in names
        for host in REGISTRIES
        if (ROOT / name).is_file() and host.encode() in (ROOT / name).read_bytes()
    ]
    assert found == []


def test_calls_into_qt_keep_none_alive(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one reference to None in most calls and aborts after some 5,000."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _call in range(10_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 1_000


def test_the_tree_in_the_readme_is_that_of_the_code() -> None:
    assert subprocess.run([sys.executable, "tools/readme_tree.py", "--check"], cwd=ROOT, check=False).returncode == 0
