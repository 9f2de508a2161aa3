"""Under which licence each source of a project came, as the user says."""

from studio.data.project import Project
from studio.data.reader import ProjectReader

_PREFIX = "licence:"


def set_licence(project: Project, source: str, text: str) -> None:
    """Note the licence of a source, beside the history; an empty text takes the note away."""
    with project.aside():
        if text.strip():
            project.db.execute(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_PREFIX + source, text.strip())
            )
        else:
            project.db.execute("DELETE FROM meta WHERE key = ?", (_PREFIX + source,))


def licences(reader: ProjectReader) -> dict[str, str]:
    """What was noted, by source."""
    with reader.one_moment() as db:
        found = db.execute("SELECT key, value FROM meta WHERE key GLOB ? ORDER BY key", (f"{_PREFIX}*",)).fetchall()
    return {str(key).removeprefix(_PREFIX): str(value) for key, value in found}
