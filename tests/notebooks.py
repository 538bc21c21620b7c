"""Run every notebook in its place and keep its output: `make notebooks`."""

from __future__ import annotations

from base64 import b64decode, b64encode
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from PIL import Image

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run_notebook(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run all cells of a notebook in ``folder``; an error in one is raised.

    The kernel is spoken to through files, not through the network.
    """
    with TemporaryDirectory() as sockets:

        class Kernel(AsyncKernelManager):
            transport = "ipc"
            ip = f"{sockets}/kernel"

        where = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, kernel_manager_class=Kernel, timeout=240, resources=where).execute()


def lighten(notebook: nbformat.NotebookNode) -> None:
    """Keep of the charts a palette of colours, a third of the bytes, and of the cells not when they ran."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                picture = Image.open(BytesIO(b64decode(output.data["image/png"]))).convert("RGB")
                kept = BytesIO()
                picture.quantize(64, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
                output.data["image/png"] = b64encode(kept.getvalue()).decode()


if __name__ == "__main__":
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        run_notebook(notebook, ROOT)
        lighten(notebook)
        nbformat.write(notebook, path)
        print(path.relative_to(ROOT))
