"""A command line that cannot be understood, said in the user's language."""

from collections.abc import Collection, Sequence

import typer

from studio.errors import StudioError
from studio.words import _


def explained(error: typer.TyperException, words: Sequence[str], commands: Collection[str]) -> StudioError:
    """What is wrong with the words of one of the commands, and where to look them up."""
    command = f"studio {words[0]}" if words and words[0] in commands else "studio"
    hint = _("See what it takes: {command} --help").format(command=command)
    return StudioError(_sentence(error, words, commands), hint=hint)


def _sentence(error: typer.TyperException, words: Sequence[str], commands: Collection[str]) -> str:
    # Typer's classes of errors are not public; what they know is.
    parameter, option = getattr(error, "param", None), getattr(error, "option_name", "")
    if parameter is not None and hasattr(error, "param_type"):
        return _("{name} is missing.").format(name=_name(parameter))
    if parameter is not None:
        return _("{name} cannot be this: {reason}").format(name=_name(parameter), reason=error.message)
    if option and hasattr(error, "possibilities"):
        return _("There is no option {name}.").format(name=option)
    if option:
        return _("The option {name} is not used like this.").format(name=option)
    if not words or words[0] in commands:
        return _("These are more words than the command takes.")
    return _("There is no command called “{name}”.").format(name=words[0])


def _name(parameter: object) -> str:
    options = getattr(parameter, "opts", [])
    metavar = getattr(parameter, "metavar", "")
    return str(options[0] if options and options[0].startswith("-") else metavar or options[0])
