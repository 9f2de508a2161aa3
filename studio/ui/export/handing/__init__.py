"""Handing models over to another machine, and checking an archive that arrived."""
