"""Palettes, font and the few style rules: Fusion, drawn in our own light, dark and high-contrast colours."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from studio import paths
from studio.settings import ThemeName
from studio.ui.style_rules import style_rules

Shade = Literal["light", "dark", "contrast"]
GRID = 8
"""Every distance is a multiple or a half of this many pixels."""
Role = Literal[
    "title",
    "heading",
    "muted",
    "caption",
    "caution",
    "primary",
    "quiet",
    "danger",
    "card",
    "alert",
    "page",
    "mono",
    "big",
    "segments",
    "segment",
    "chip",
    "selection",
    "link",
]


@dataclass(frozen=True)
class Colours:
    """One palette, as #rrggbb; `series` is colour-blind safe and ordered for use."""

    shade: Shade
    window: str
    surface: str
    sunken: str
    raised: str
    text: str
    muted: str
    faint: str
    border: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    good: str
    warn: str
    bad: str
    good_soft: str
    warn_soft: str
    bad_soft: str
    accent_soft: str
    track: str
    """Under a bar that fills, and under the segments of a choice."""
    chip_edge: str
    """Seen where the ground alone would not show a chip."""
    series: tuple[str, ...]


LIGHT = Colours(
    shade="light",
    window="#f5f6f8",
    surface="#ffffff",
    sunken="#f9fafb",
    raised="#ffffff",
    text="#1a2230",
    muted="#5a6576",
    faint="#8a94a3",
    border="#dde1e8",
    accent="#2f5bd0",
    accent_hover="#264cb2",
    on_accent="#ffffff",
    selection="#e3eafb",
    good="#1c7a4a",
    warn="#8a5a00",
    bad="#b3261e",
    good_soft="#e3f4ea",
    warn_soft="#fdf1d8",
    bad_soft="#fce8e6",
    accent_soft="#e8eefc",
    track="#dde1e8",
    chip_edge="#e8eefc",
    series=("#2f5bd0", "#d55e00", "#009e73", "#cc79a7", "#7a5195", "#56b4e9"),
)
DARK = Colours(
    shade="dark",
    window="#14171c",
    surface="#1b1f26",
    sunken="#171a20",
    raised="#242932",
    text="#e6e9ee",
    muted="#a0a9b6",
    faint="#737d8c",
    border="#303743",
    accent="#86a5ff",
    accent_hover="#a3bbff",
    on_accent="#0f1626",
    selection="#2a365a",
    good="#6fcf97",
    warn="#f0c674",
    bad="#ff8a80",
    good_soft="#1a3327",
    warn_soft="#3a3018",
    bad_soft="#402220",
    accent_soft="#222c48",
    track="#303743",
    chip_edge="#222c48",
    series=("#86a5ff", "#ff9e4f", "#4fd1a5", "#f0a6cf", "#b79cf0", "#7cc8f2"),
)
CONTRAST = Colours(
    shade="contrast",
    window="#000000",
    surface="#000000",
    sunken="#000000",
    raised="#000000",
    text="#ffffff",
    muted="#ffffff",
    faint="#d0d0d0",
    border="#ffffff",
    accent="#ffd400",
    accent_hover="#ffe766",
    on_accent="#000000",
    selection="#00408a",
    good="#5cff9d",
    warn="#ffd400",
    bad="#ff9a8f",
    good_soft="#000000",
    warn_soft="#000000",
    bad_soft="#000000",
    accent_soft="#000000",
    track="#404040",
    chip_edge="#ffd400",
    series=("#ffd400", "#00d5ff", "#ffffff", "#ff8ad8", "#6dff8f", "#ffa861"),
)
# A style rule changes a widget's own background and text roles, but never its link colour.
_BY_LINK = {colours.accent: colours for colours in (LIGHT, DARK, CONTRAST)}


def colours_for(palette: QPalette) -> Colours:
    """The colours that a widget's palette was made of; ask again after QEvent.Type.PaletteChange."""
    return _BY_LINK.get(palette.color(QPalette.ColorRole.Link).name(), LIGHT)


def set_role(widget: QWidget, role: Role) -> None:
    """Give a widget its place in the visual hierarchy: see style_rules for what each role looks like."""
    widget.setProperty("role", role)
    # A new widget is polished when it is shown; done earlier, each layout it is put into would have it done again.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def code_font() -> QFont:
    """The bundled fixed-width font, for logs and numbers in columns."""
    font = QFont("JetBrains Mono")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(9.5)
    # Its ligatures would draw the <| of a special token as one arrow.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


class Theme(QObject):
    """Puts a palette on the whole application; `changed` follows once widgets can read it."""

    changed = Signal(object)  # Colours

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        application.setFont(_application_font())
        self._name: ThemeName = "system"
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def use(self, name: ThemeName) -> None:
        """Apply at once; "system" follows the desktop's light or dark setting where it says so."""
        self._name = name
        colours = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(name) or _system_colours()
        self._application.setPalette(make_palette(colours))
        self._application.setStyleSheet(style_rules(colours))
        self.changed.emit(colours)

    def _on_system_changed(self) -> None:
        if self._name == "system":
            self.use("system")


def _system_colours() -> Colours:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def _application_font() -> QFont:
    for file in sorted((paths.RESOURCES / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    font = QFont("Inter")
    font.setPointSizeF(10)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def make_palette(colours: Colours) -> QPalette:
    """A QPalette of these colours; item views take all of their looks from it."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    wanted = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.text,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.faint,
        role.Light: colours.raised,
        role.Midlight: colours.border,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Shadow: colours.border,
    }
    palette = QPalette()
    for which, colour in wanted.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(colours.faint))
    return palette
