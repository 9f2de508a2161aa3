"""Names of files and folders made from what people write."""

import re
import unicodedata

LONGEST = 40


def slug(label: str, otherwise: str) -> str:
    """Small letters, digits and hyphens; `otherwise` where nothing of the label is left."""
    plain = unicodedata.normalize("NFKD", label.replace("’", "'")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].strip("-") or otherwise
