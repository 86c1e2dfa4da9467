"""Whether a library's label file is the one that was there; asked by whoever is about to write to the library."""

from __future__ import annotations

from karuta.paths import LibraryFolder
from karuta.store.label_guard import LabelsAstray as LabelsAstray
from karuta.store.label_guard import look_at_labels
from karuta.store.labels_schema import SCHEMA


def refuse_where_astray(library: LibraryFolder) -> None:
    """Raises `LabelsAstray` where the label file is not what it was: nothing is written until a person chose."""
    look_at_labels(library, SCHEMA, writing=True)
