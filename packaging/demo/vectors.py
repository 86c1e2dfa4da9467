"""Makes `resources/demo/vectors.npz` anew: after another model, or other demo pictures (a test says when).

python packaging/demo/vectors.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.library.demo import PACK, DemoFiles, ship_vectors
from karuta.services.library.open_library import library_model


def main() -> None:
    resources = resources_folder()
    with tempfile.TemporaryDirectory() as name:
        library = LibraryFolder(Path(name) / "demo")
        add_folder(
            DemoFiles.within(resources).catalogue,
            pack=PACK,
            library=library,
            resources=resources,
            cancel=CancelToken(),
            progress=lambda step, done, total: None,
        )
        ship_vectors(library, library_model(library), resources)


if __name__ == "__main__":
    main()
