"""Runs the portal: `python -m examples.django_portal`; then look at http://127.0.0.1:8289/."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Bring the database up to date and serve; with arguments, do what `manage.py` would do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_portal.settings")
    if len(sys.argv) > 1:
        return execute_from_command_line(sys.argv)
    execute_from_command_line(["manage", "migrate", "--verbosity", "0"])
    place = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8289')}"
    return execute_from_command_line(["manage", "runserver", "--noreload", place])


if __name__ == "__main__":
    main()
