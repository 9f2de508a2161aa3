"""What changed in a text, word by word, as coloured rich text."""

from collections.abc import Iterable
from html import escape

from studio.text.word_difference import Piece, PieceKind
from studio.ui.theme import Colours

# Struck out and underlined too: colour alone is not seen by everyone.
_TAGS: dict[PieceKind, str] = {"removed": "s", "added": "u"}


def difference_html(pieces: Iterable[Piece], colours: Colours) -> str:
    """The pieces in order, removed words struck out on red, added ones underlined on green."""
    return "".join(_piece_html(piece, colours) for piece in pieces)


def _piece_html(piece: Piece, colours: Colours) -> str:
    text = escape(piece.text).replace("\n", "<br>")
    tag = _TAGS.get(piece.kind)
    if tag is None:
        return text
    ground = colours.bad_soft if piece.kind == "removed" else colours.good_soft
    return f'<{tag} style="background-color: {ground}">{text}</{tag}>'
