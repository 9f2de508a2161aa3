"""Qt's own words, such as Copy and Paste in a text field, in the language in use."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from studio.words import current_language

NAME = "qt-words"


def translate_qt() -> None:
    """Load what Qt brings for this language, in the place of another one's; called after `use_language`."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for before in application.findChildren(QTranslator, NAME):
        application.removeTranslator(before)
        before.deleteLater()
    QLocale.setDefault(QLocale(current_language()))
    translator = QTranslator(application)
    translator.setObjectName(NAME)
    if translator.load(f"qtbase_{current_language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
