"""The style sheet of the application; it never names an item view, whose rows would overlap."""

from typing import TYPE_CHECKING

from studio import paths

if TYPE_CHECKING:
    from studio.ui.theme import Colours

RULES = """
QLabel[role="big"] {{ font-size: 17pt; font-weight: 600; }}
QLabel[role="title"] {{ font-size: 13pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="caption"] {{ color: {muted}; font-size: 9pt; }}
QLabel[role="caution"] {{ color: {warn}; font-size: 9pt; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QFrame[role="alert"] {{ background: {bad_soft}; border: 1px solid {border}; border-radius: 8px; }}
QFrame[role="page"] {{ background: {surface}; border: none; }}

QPushButton, QToolButton {{
    padding: 7px 14px; border-radius: 6px; border: 1px solid {border}; background: {raised}; color: {text};
}}
QPushButton:hover, QToolButton:hover {{ border-color: {faint}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {accent_soft}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {faint}; background: {sunken}; border-color: {border}; }}
QPushButton[role="primary"] {{
    background: {accent}; border-color: {accent}; color: {on_accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; padding: 6px 13px; }}
QPushButton[role="primary"]:disabled {{ background: {sunken}; border-color: {border}; color: {faint}; }}
QPushButton[role="danger"] {{ color: {bad}; }}
QPushButton[role="danger"]:disabled {{ color: {faint}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {accent_soft}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border-color: {accent}; }}
QToolButton[role="quiet"] {{ padding: 6px; }}
QToolButton::menu-indicator, QPushButton::menu-indicator {{ image: none; width: 0; }}
QFrame[role="segments"] {{ background: {track}; border: 1px solid {border}; border-radius: 8px; }}
QPushButton[role="segment"] {{
    padding: 4px 12px; border: 1px solid transparent; background: transparent; color: {muted}; font-weight: 600;
}}
QPushButton[role="segment"]:hover {{ color: {text}; }}
QPushButton[role="segment"]:checked {{ background: {surface}; color: {accent}; }}
QPushButton[role="segment"]:focus {{ border-color: {accent}; }}
QPushButton[role="chip"] {{
    padding: 3px 8px 3px 10px; border-radius: 11px; border: 1px solid {chip_edge};
    background: {accent_soft}; color: {accent};
}}
QPushButton[role="chip"]:hover, QPushButton[role="chip"]:focus {{ border-color: {accent}; }}
QPushButton[role="link"] {{
    padding: 3px 8px; border: 1px solid transparent; border-radius: 11px; background: transparent; color: {accent};
}}
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ border-color: {accent}; }}
QPushButton[role="link"]:disabled {{ color: {faint}; }}
QFrame[role="selection"] {{
    background: {accent_soft}; border: none; border-top: 1px solid {border};
    border-bottom-left-radius: 8px; border-bottom-right-radius: 8px;
}}
QFrame[turn] {{
    background: {sunken}; border: 1px solid {border}; border-left: 3px solid {faint}; border-radius: 4px;
}}
QFrame[turn="user"] {{ border-left-color: {accent}; }}
QFrame[turn="assistant"] {{ border-left-color: {good}; }}
QFrame[turn="system"] {{ border-left-color: {warn}; }}

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {{
    border: 1px solid {border}; border-radius: 6px; background: {surface}; color: {text};
    selection-background-color: {selection}; selection-color: {text};
}}
QLineEdit, QSpinBox, QDoubleSpinBox {{ padding: 6px 10px; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0px 8px; background: transparent; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0px; border: none; }}
QLineEdit[role="chip"] {{ padding: 2px 8px; border-radius: 11px; }}
QComboBox {{ padding: 6px 10px; }}
QPlainTextEdit, QTextEdit {{ padding: 6px 8px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{
    border-color: {accent};
}}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {faint}; background: {sunken}; }}
QPlainTextEdit:read-only, QTextEdit:read-only {{ background: {sunken}; }}
QCheckBox {{ spacing: 6px; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 1px solid {faint}; border-radius: 4px; background: {surface};
}}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{
    border-color: {accent}; background: {accent}; image: url("{icons}/check-{shade}.svg");
}}
QCheckBox::indicator:checked:focus {{ width: 12px; height: 12px; border: 2px solid {text}; border-radius: 4px; }}
QCheckBox::indicator:disabled {{ border-color: {border}; background: {sunken}; }}
QCheckBox::indicator:checked:disabled {{ background: {faint}; }}
QRadioButton {{ spacing: 6px; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; border: 1px solid {faint}; border-radius: 8px; background: {surface};
}}
QRadioButton::indicator:hover, QRadioButton::indicator:focus {{ border-color: {accent}; }}
QRadioButton::indicator:checked {{
    width: 6px; height: 6px; border: 5px solid {accent}; border-radius: 8px; background: {surface};
}}
QRadioButton::indicator:checked:focus {{ border-color: {text}; }}
QRadioButton::indicator:disabled {{ border-color: {border}; background: {sunken}; }}
QSlider {{ min-height: 20px; border: 1px solid transparent; border-radius: 4px; }}
QSlider:focus {{ border-color: {accent}; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {track}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{
    width: 12px; margin: -6px 0; border-radius: 8px; border: 2px solid {accent}; background: {surface};
}}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{
    background: {sunken}; border-color: {border};
}}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-{shade}.svg"); width: 12px; height: 12px; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {border}; background: {window}; }}
QTabWidget::tab-bar {{ left: 16px; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
    padding: 12px 16px 10px 16px; margin-right: 8px; border: none; border-bottom: 2px solid transparent;
    color: {muted}; background: transparent; font-weight: 600;
}}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ border-bottom-color: {text}; }}

QMenuBar {{ background: {window}; padding: 4px 8px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {accent_soft}; }}
QMenu {{ background: {raised}; border: 1px solid {border}; padding: 6px; }}
QMenu::item {{ padding: 6px 24px 6px 28px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selection}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 6px 8px; }}

QProgressBar {{
    border: none; border-radius: 4px; background: {track}; min-height: 8px; max-height: 8px; text-align: center;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QStatusBar {{ background: {window}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QScrollArea {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}

QScrollBar:vertical {{ width: 12px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 12px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0;
}}

QFrame[level="notice"] {{ background: {accent_soft}; border: none; border-bottom: 1px solid {border}; }}
QFrame[level="done"] {{ background: {good_soft}; border: none; border-bottom: 1px solid {border}; }}
QFrame[level="warning"] {{ background: {warn_soft}; border: none; border-bottom: 1px solid {border}; }}
QFrame[level="problem"] {{ background: {bad_soft}; border: none; border-bottom: 1px solid {border}; }}
"""


def style_rules(colours: "Colours") -> str:
    """The rules in these colours."""
    fields = {name: value for name, value in vars(colours).items() if isinstance(value, str)}
    return RULES.format(icons=(paths.RESOURCES / "icons").as_posix(), **fields)
