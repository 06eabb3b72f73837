"""Writes the pages in golden/ anew: run it after a change of wording, and read what has changed.

python tests/feedback/regenerate.py
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def main() -> None:
    """Write all files, and remove those that are of no use any more."""
    from feedback.outcomes import golden

    files = golden()
    for path in (HERE / "golden").iterdir():
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (HERE / "golden" / name).write_text(content, encoding="utf-8")
    print(f"{len(files)} files in {HERE / 'golden'}")


if __name__ == "__main__":
    main()
