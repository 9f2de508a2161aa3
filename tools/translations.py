"""`python tools/translations.py update | compile | check | merge FILE.po …`: French words, from code to catalogue."""

import io
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "i18n" / "fr" / "LC_MESSAGES" / "atelier.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)[sd]|%[sd]")
# In French a no-break space stands before ; : ! ? and inside « ».
BAD_SPACE = re.compile(r" [;:!?»](?!\S)|« ")
# A date in the file would make each update a change.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def extracted() -> Catalog:
    """Every message marked in studio/, without translations."""
    found = Catalog(project="Atelier", creation_date=NO_DATE)
    for _file, _line, message, comments, _context in extract_from_dir(str(ROOT / "studio"), keywords=KEYWORDS):
        if message:  # `_(title or "")` offers an empty one
            found.add(message, auto_comments=comments)
    return found


def stored() -> Catalog:
    """The French catalogue, empty when there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="fr", domain="atelier", project="Atelier")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr", domain="atelier")


def entries(catalogue: Catalog) -> dict[object, Message]:
    """The messages of a catalogue by id, without its header."""
    return {message.id: message for message in catalogue if message.id}


def update(additions: Iterable[Path] = ()) -> None:
    """Take new messages in, drop those no longer used, and let the additions' translations win."""
    french = stored()
    french.update(extracted(), no_fuzzy_matching=True)
    french.obsolete.clear()
    for path in additions:
        _take(french, path)
    french.creation_date = french.revision_date = NO_DATE
    french.fuzzy = False
    french.version, french.last_translator, french.language_team = "1", "Atelier", "Atelier"
    french.msgid_bugs_address = "none"
    french.header_comment = "# French words of Atelier."
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, french, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    compile_catalogue()


def _take(french: Catalog, path: Path) -> None:
    with path.open("rb") as file:
        offered = read_po(file, locale="fr", charset="utf-8")
    known = entries(french)
    for key, message in entries(offered).items():
        if message.string and any(message.string) and key in known:
            known[key].string = message.string


def compiled(french: Catalog) -> bytes:
    """The bytes of the .mo file."""
    out = io.BytesIO()
    write_mo(out, french)
    return out.getvalue()


def compile_catalogue() -> None:
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(stored()))


def problems() -> list[str]:
    """One sentence for each message that a French reader would not read well."""
    french = stored()
    known = entries(french)
    wanted = entries(extracted())
    found = [f"not in the catalogue, run tools/translations.py update: {key!r}" for key in wanted if key not in known]
    found += [f"no longer used: {key!r}" for key in known if key not in wanted]
    found += [f"obsolete: {key!r}" for key in french.obsolete]
    found += [problem for key, message in known.items() if key in wanted and (problem := message_problem(message))]
    mo = CATALOGUE.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(french):
        found.append("the .mo file is not up to date, run tools/translations.py compile")
    return found


def message_problem(message: Message) -> str:
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    given = [text or "" for text in strings]
    if not all(given):
        return f"no French: {message.id!r}"
    if message.fuzzy:
        return f"fuzzy: {message.id!r}"
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in asked))
    if any(set(PLACEHOLDER.findall(text)) - allowed for text in given) or (
        set(PLACEHOLDER.findall(asked[-1])) != set(PLACEHOLDER.findall(given[-1]))
    ):
        return f"placeholders differ: {message.id!r} -> {message.string!r}"
    if any(BAD_SPACE.search(text) for text in given):
        return f"a space that may break: {message.string!r}"
    return ""


def main(words: list[str]) -> int:
    match words:
        case ["update"]:
            update()
        case ["merge", *paths] if paths:
            update(Path(path) for path in paths)
        case ["compile"]:
            compile_catalogue()
        case ["check"]:
            found = problems()
            sys.stdout.write("".join(f"{line}\n" for line in found))
            return 1 if found else 0
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
