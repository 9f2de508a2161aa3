"""The words people read, in their language: stdlib gettext, usable without Qt or any other library."""

# studio.setup speaks through this module on a Python that is too old, to say so.
from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path
from typing import Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

_DOMAIN = "atelier"
_PACKAGE = Path(__file__).resolve().parent
_CATALOGUES = next(
    (path for path in (_PACKAGE / "resources" / "i18n", _PACKAGE.parent / "resources" / "i18n") if path.is_dir()),
    _PACKAGE / "resources" / "i18n",
)


class _Catalogue:
    """Holds the catalogue in use, so that the functions imported elsewhere follow a change of language."""

    language: Language = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def system_language() -> Language:
    """French when `ATELIER_LANGUAGE`, the environment or the system's locale says so, else English."""
    chosen = [os.environ.get(name, "") for name in ("ATELIER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    first = next((value for value in chosen if value), "") or (locale.getlocale()[0] or "")
    return "fr" if first.lower().startswith("fr") else "en"


def use_language(language: Language) -> None:
    """Translate into `language` from now on; English is the language of the source and needs no catalogue."""
    _Catalogue.language = language
    _Catalogue.translations = (
        gettext.NullTranslations()
        if language == "en"
        else gettext.translation(_DOMAIN, localedir=_CATALOGUES, languages=[language])
    )


def said_in(language: Language, message: str) -> str:
    """A message in one language, whichever is in use: for files that carry both."""
    if language == "en" or not message:
        return message
    return gettext.translation(_DOMAIN, localedir=_CATALOGUES, languages=[language]).gettext(message)


def current_language() -> Language:
    """The language in use."""
    return _Catalogue.language


def _(message: str) -> str:
    return _Catalogue.translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`; the caller fills in the number."""
    return _Catalogue.translations.ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark a constant for translation; it is translated with `_` when shown."""
    return message
