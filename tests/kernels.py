"""Running notebooks in Jupyter's kernel."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config


def execute(notebook: NotebookNode, folder: Path, **options: Any) -> None:
    """Run a notebook in a folder; its cells get their outputs.

    The kernel is reached through sockets in a directory of its own: a free port may be another's before it is bound.
    """
    with TemporaryDirectory() as sockets:  # not pytest's: a socket's path may have only a hundred characters
        config = Config(KernelManager={"transport": "ipc", "ip": f"{sockets}/kernel"})
        resources = {"metadata": {"path": str(folder)}}
        NotebookClient(notebook, kernel_name="python3", resources=resources, config=config, **options).execute()
