"""The pictures of what leaves the machine: models handed over and checked, the project packed, and another opened."""

from typing import TYPE_CHECKING

from studio.ui.archives.moving import documents
from studio.ui.archives.packing_dialog import PackingDialog
from studio.ui.archives.unpacking_dialog import UnpackingDialog
from studio.ui.export.handing.section import HandoverSection
from studio.ui.export.page import ExportPage

if TYPE_CHECKING:
    from tools.screenshots import Camera


def take_handover(camera: "Camera", page: ExportPage) -> None:
    """Written and checked for real, then removed."""
    section = page.sections.show_section("handing")
    if not isinstance(section, HandoverSection):
        raise LookupError("nothing can be handed over")
    documents().mkdir(exist_ok=True)
    camera.wait(section.warnings.isVisible)
    camera.take("export-handover")
    target = documents() / "cephalees.zip"
    section.place.chosen.emit(target)
    camera.rest()
    section.write.click()
    camera.wait(section.delivered.isVisible)
    section.checking.check(target)
    camera.wait(section.checking.told.isVisible)
    camera.rest()
    section.area.verticalScrollBar().setValue(section.area.verticalScrollBar().maximum())
    camera.take("export-handed-over")
    target.unlink()
    if camera.takes_dialogs:
        _take_dialogs(camera)


def _take_dialogs(camera: "Camera") -> None:
    window, archive = camera.session.window, documents() / "atelier.zip"
    window.menus.pack_action.trigger()
    packing = window.findChild(PackingDialog)
    if packing is None:
        raise LookupError("the project cannot be packed")
    camera.wait(packing.pack_button.isEnabled)
    camera.take("dialog-pack", packing)
    packing.place.chosen.emit(archive)
    camera.rest()
    packing.pack_button.click()
    camera.wait(packing.facts.isVisible)
    packing.reject()
    window.menus.unpack_wanted.emit()
    unpacking = window.findChild(UnpackingDialog)
    if unpacking is None:
        raise LookupError("no packed project can be opened")
    unpacking.archive.chosen.emit(archive)
    camera.wait(unpacking.open_button.isEnabled)
    camera.take("dialog-unpack", unpacking)
    unpacking.reject()
    archive.unlink()
