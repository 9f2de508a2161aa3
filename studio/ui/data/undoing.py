"""The way back that a message offers about a change."""

from studio.ui.messages import Messages, Offer
from studio.ui.project_context import Made, ProjectContext
from studio.words import _


def undo_offers(project: ProjectContext, messages: Messages, made: Made) -> tuple[Offer, ...]:
    """Takes back this change and no other, however long the message has stood there; nothing where nothing changed."""
    if not made.step_id:
        return ()
    return (Offer(_("Undo"), lambda: project.undo_step(made.step_id, messages.problem), once=True),)
