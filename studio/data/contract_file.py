"""contract.yaml, the answer contract in a project's folder."""

from pathlib import Path

from studio.core.contract import Contract, contract_text, parse_contract
from studio.data.whole_file import write_whole
from studio.errors import ProjectFailed
from studio.words import _

CONTRACT_FILE = "contract.yaml"


def read_contract_text(project: Path) -> str:
    """What stands in the project's contract, "" when it has none; raises ProjectFailed when it is unreadable."""
    file = project / CONTRACT_FILE
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectFailed(_("{path} is not readable.").format(path=file), hint=str(error)) from error


def read_contract(project: Path) -> Contract | None:
    """The answer contract in a project's folder, None when it has none; raises ProjectFailed when it is wrong."""
    if not (project / CONTRACT_FILE).exists():
        return None
    return parse_contract(read_contract_text(project))


def write_contract(project: Path, contract: Contract | str) -> None:
    """Put a contract, or its YAML as a person wrote it, in the folder; a wrong one is refused with ProjectFailed."""
    text = contract if isinstance(contract, str) else contract_text(contract)
    parse_contract(text)
    write_whole(project / CONTRACT_FILE, text)
