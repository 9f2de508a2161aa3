"""Our own line icons, tinted from the palette so that they show on dark and light alike."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from studio import paths
from studio.ui.theme import Colours

_NAME, _TINT = "iconName", "iconTint"
SCALES = (1, 2, 3)


def icon(name: str, colour: str, faint: str = "", size: int = 18) -> QIcon:
    """One of resources/icons in a colour, with a `faint` version for disabled buttons."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
        if faint:
            made.addPixmap(pixmap(name, faint, size, scale), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int, scale: float = 2) -> QPixmap:
    """An icon drawn at `size` pixels for a screen of this scale."""
    made = QPixmap.fromImage(_image(name, colour, round(size * scale)))
    made.setDevicePixelRatio(scale)
    return made


@lru_cache(maxsize=1024)
def _image(name: str, colour: str, side: int) -> QImage:
    """Drawn once: hundreds of buttons show a few dozen icons, and another theme or window shows them again."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode())).render(
        painter, QRectF(0, 0, side, side)
    )
    painter.end()
    return image


def give_icon(target: QAbstractButton | QAction | QLabel, name: str, tint: str = "text", size: int = 18) -> None:
    """Mark a button, action or label; `tint_icons` draws it now and after every change of theme."""
    target.setProperty(_NAME, f"{name}:{size}")
    target.setProperty(_TINT, tint)


def tint_icons(root: QWidget, colours: Colours) -> None:
    """Draw every marked icon at and below `root` in these colours."""
    for target in (root, *root.findChildren(QObject)):
        if marked := target.property(_NAME):
            _draw(target, str(marked), getattr(colours, str(target.property(_TINT))), colours.faint)


def _draw(target: QObject, marked: str, colour: str, faint: str) -> None:
    name, _colon, size = marked.partition(":")
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, colour, int(size)))
    elif isinstance(target, QAbstractButton | QAction):
        target.setIcon(icon(name, colour, faint, int(size)))
        if isinstance(target, QAbstractButton):
            target.setIconSize(QSize(int(size), int(size)))


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (paths.RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
