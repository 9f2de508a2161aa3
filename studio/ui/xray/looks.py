"""How each kind of token looks: a tint, and a line that tells it apart without colours."""

from PySide6.QtGui import QColor, QTextCharFormat

from studio.ui.theme import Colours
from studio.ui.xray.token_text import Part

_Line = QTextCharFormat.UnderlineStyle
_LINES: dict[Part, QTextCharFormat.UnderlineStyle] = {
    "template": _Line.DotLine,
    "special": _Line.DotLine,
    "prompt": _Line.NoUnderline,
    "text": _Line.NoUnderline,
    "learned": _Line.SingleUnderline,
    "cut": _Line.NoUnderline,
    "padding": _Line.DashUnderline,
}
_LIGHT_TINTS, _DARK_TINTS = (0.16, 0.30), (0.26, 0.44)
"""How much of the colour the ground takes, for every other token, so that each is seen to end."""


def token_format(part: Part, colours: Colours, *, odd: bool = False, sign: bool = False) -> QTextCharFormat:
    """The look of a token; neighbours differ by `odd`, and a `sign` stands for what is no letter."""
    colour = _colour(part, colours)
    made = QTextCharFormat()
    tints = _LIGHT_TINTS if colours.shade == "light" else _DARK_TINTS
    made.setBackground(mixed(colours.surface, colour, tints[odd]))
    quiet = colours.muted if part in ("template", "special", "padding") else colours.text
    made.setForeground(QColor(colours.faint if sign else quiet))
    made.setUnderlineStyle(_LINES[part])
    made.setUnderlineColor(QColor(colour))
    made.setFontStrikeOut(part == "cut")
    return made


def mixed(ground: str, colour: str, share: float) -> QColor:
    """A ground with so much of a colour in it."""
    below, above = QColor(ground), QColor(colour)

    def part(low: int, high: int) -> int:
        return round(low + (high - low) * share)

    return QColor(part(below.red(), above.red()), part(below.green(), above.green()), part(below.blue(), above.blue()))


def _colour(part: Part, colours: Colours) -> str:
    # In high contrast one of the first three is white, as the template's grey is nearly.
    prompt, cut, learned = (1, 5, 4) if colours.shade == "contrast" else (0, 1, 2)
    at = {"prompt": prompt, "text": prompt, "cut": cut, "learned": learned}.get(part)
    return colours.faint if at is None else colours.series[at]
