"""What MkDocs is told beside ``mkdocs.yml``: a search that needs no server and knows Chinese."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def on_post_build(config: Any) -> None:
    """Put our search in place of MkDocs' own, which a browser runs from a server only, word by word.

    Ours has the texts in the script itself, so that it works from the disk too, and looks for parts of words.
    """
    folder = Path(config["site_dir"]) / "search"
    index = json.loads((folder / "search_index.json").read_text("utf-8"))
    texts = [[d["location"], d["title"], " ".join(d["text"].split())] for d in index["docs"]]
    shutil.rmtree(folder)
    folder.mkdir()
    script = (HERE / "search.js").read_text("utf-8")
    told = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    (folder / "main.js").write_text(f"const TEXTS = {told};\n{script}", encoding="utf-8")
