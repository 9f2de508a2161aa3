"""Writes the tree of the package, a phrase per file, into README.md from the modules' own first lines.

python tools/readme_tree.py          rewrites the tree
python tools/readme_tree.py --check  exits 1 when README.md is behind the code
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- tree: made by tools/readme_tree.py -->\n", "<!-- end of tree -->\n"


def tree_lines(folder: Path, depth: int = 0) -> Iterator[str]:
    """One line per folder and module, files before folders, each with the first sentence of its docstring."""
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.suffix == ".py" and path.name != "__init__.py":
            yield _line(depth, path.name, path)
        elif (path / "__init__.py").exists():
            yield _line(depth, f"{path.name}/", path / "__init__.py")
            yield from tree_lines(path, depth + 1)


def _line(depth: int, name: str, module: Path) -> str:
    words = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    phrase = words.partition("\n")[0].rstrip(".")
    return f"{'  ' * depth}{name:<{26 - 2 * depth}} {phrase}".rstrip()


def with_tree(readme: str) -> str:
    """The text of README.md with today's tree between its two marks."""
    head, _begin, rest = readme.partition(BEGIN)
    _old, _end, tail = rest.partition(END)
    tree = "\n".join(["studio/", *(f"  {line}" for line in tree_lines(ROOT / "studio"))])
    return f"{head}{BEGIN}```\n{tree}\n```\n{END}{tail}"


def main() -> int:
    """Rewrite or check the tree."""
    now = README.read_text(encoding="utf-8")
    wanted = with_tree(now)
    if "--check" in sys.argv[1:]:
        return int(now != wanted)
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
