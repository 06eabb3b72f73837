"""A page in a headless browser: what its scripts make of it, and of what a test does there."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser; a test that needs it is skipped where there is none, except in CI."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: the pages' scripts are not tested")
        pytest.skip("chromium is not installed")
    return found


def allowed(page: str, script: str) -> str:
    """The page with another script at its end, which its policy allows; its own must still be allowed by itself."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page, times = re.subn(r"script-src ", f"script-src 'sha256-{digest}' ", page, count=1)
    assert times == 1
    return page.replace("</body>", f"<script>{script}</script></body>")


def dom(page: str, folder: Path, *options: str) -> str:
    """The document as it is after its scripts have run."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    command = [
        chromium(), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--no-first-run", *options, "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=True)
    return done.stdout


def evaluated(page: str, expression: str, folder: Path, *options: str) -> Any:
    """What a JavaScript expression gives at the end of the page, as JSON."""
    script = f"document.body.dataset.found = encodeURIComponent(JSON.stringify({expression}))"
    told = re.search(r'<body[^>]* data-found="([^"]*)"', dom(allowed(page, script), folder, *options))
    assert told is not None, "the script failed"
    return json.loads(unquote(told[1]))
