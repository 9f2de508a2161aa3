"""Which language a text is in, as far as its beginning tells."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

_DETECTABLE = (
    *(IsoCode639_1.FR, IsoCode639_1.EN, IsoCode639_1.ES, IsoCode639_1.DE),
    *(IsoCode639_1.IT, IsoCode639_1.PT, IsoCode639_1.NL),
)
LANGUAGES = tuple(code.name.lower() for code in _DETECTABLE)
"""The ISO 639-1 codes of the languages that are told apart."""
_LOOKED_AT = 500
_FEWEST_LETTERS = 20
# By how much the likeliest language must lead: names of drugs and laboratory values are at home in all.
_LEAD = 0.15
_FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE_WORDS = {
    "fr": "a le la les l un une des du de d et est en dans pour par sur avec ne n pas que qu qui ce cette il elle au"
    " aux son sa ses ou sont je vous nous mon ma mes se s été sans plus dont quel quelle",
    "en": "a the of and is in to for with on by from as at that this which are was be or not it an has have been his"
    " her he she you i my what who how if were do does can",
    "es": "a el la los las un una de del y es en para por con no que se su al o son como más lo está fue desde hace",
    "de": "der die das und ist in zu den von mit auf für ein eine einer nicht sich des dem im bei als auch oder er sie"
    " es war sind seit wird",
    "it": "a il lo la i gli le un una di del della dei e è in per con non che si da al nel sono ha dal alla",
    "pt": "o a os as um uma de do da e é em para por com não que se no na ao são dos das foi há",
    "nl": "de het een en van is in op te voor met niet zijn dat die bij aan of er hij ze sinds wordt",
}
_FRENCH = frozenset(_LITTLE_WORDS["fr"].split())
_OTHERS = [frozenset(words.split()) for code, words in _LITTLE_WORDS.items() if code != "fr"]
_WARM_UP = "Madame Martin"


def languages_of(texts: Iterable[str]) -> list[str]:
    """The ISO 639-1 code of each text; "" for one too short or about as likely in another language."""
    return [_language_of(text[:_LOOKED_AT]) for text in texts]


def _language_of(beginning: str) -> str:
    if sum(map(str.isalpha, beginning)) < _FEWEST_LETTERS:
        return ""
    found = _detector().detect_language_of(beginning)
    return "" if found is None else found.iso_code_639_1.name.lower()


def bears_out(text: str, language: str, other: str) -> bool:
    """Whether a text has more of a language's little words than of another's, and some at all.

    Names of species, drugs and findings sound like any language; the words between them do not.
    """
    words = Counter(_WORD.findall(text.casefold()))
    ours, theirs = (sum(words[word] for word in _LITTLE_WORDS.get(code, "").split()) for code in (language, other))
    return ours >= _FEWEST_WORDS and ours > theirs


def is_foreign(text: str) -> bool:
    """Whether a text is surely not French; the models are asked, and read, only where its little words say so."""
    beginning = text[:_LOOKED_AT]
    words = _WORD.findall(beginning.casefold())
    french = max(sum(word in _FRENCH for word in words), _FEWEST_WORDS - 1)
    if not any(sum(word in little for word in words) > french for little in _OTHERS):
        return False
    return _language_of(beginning) not in ("fr", "")


@cache
def _detector() -> LanguageDetector:
    # The models are read when they are first asked, holding every other thread: two at a time, a window stays awake.
    for pair in pairwise(_DETECTABLE):
        two = LanguageDetectorBuilder.from_iso_codes_639_1(*pair).with_low_accuracy_mode().build()
        two.detect_language_of(_WARM_UP)
    # The full models take 1 GB and tell single words apart, which nobody needs here.
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*_DETECTABLE)
    return builder.with_low_accuracy_mode().with_minimum_relative_distance(_LEAD).build()
