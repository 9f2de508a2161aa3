"""What leaves the window as a file: a picture or a text, each whole or not there."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from studio.errors import StudioError
from studio.words import _


def save_picture(image: QImage, target: Path) -> Path:
    """Write a PNG; raises StudioError."""
    stored = QByteArray()
    buffer = QBuffer(stored)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise StudioError(_("The picture could not be made: it may be too large for the memory there is."))
    return _placed(target, bytes(stored.data()))


def save_text(text: str, target: Path) -> Path:
    """Write a text in UTF-8; raises StudioError."""
    return _placed(target, text.encode())


def _placed(target: Path, stored: bytes) -> Path:
    from studio.placing import placed

    with placed(target) as partial:
        partial.write_bytes(stored)
    return target
