"""Each example runs with its one command, in a folder that holds nothing yet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "PYTHONUTF8": "1", **more}


@contextmanager
def served(module: str, folder: Path) -> Generator[str]:
    """Run a portal, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", module]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(PORT=port), stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def answer(url: str) -> str:
    """Return what a page says once the server answers."""
    for _ in range(600):
        try:
            with urlopen(url) as page:
                return str(page.read(), "utf-8")
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError(url)


@pytest.mark.parametrize(
    ("module", "path", "said", "database"),
    [
        ("examples.fastapi_portal", "/cases", "[]", "fastapi-portal.db"),
        ("examples.django_portal", "/", "Дел пока нет.", "django-portal.sqlite3"),
    ],
)
def test_a_portal_serves(module: str, path: str, said: str, database: str, tmp_path: Path) -> None:
    """It makes its database by itself, and answers."""
    with served(module, tmp_path) as place:
        assert said in answer(place + path)
    assert (tmp_path / database).exists()


@pytest.mark.parametrize(
    ("module", "last"),
    [("examples.plain.desk", "позже срока на 1 ч."), ("examples.reminders.loop", "осталось 29 мин")],
)
def test_a_script_shows_what_it_does(module: str, last: str, tmp_path: Path) -> None:
    """It needs nothing, and ends."""
    command, env = [sys.executable, "-m", module], environment()
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip().endswith(last)
    assert done.stderr == ""
