"""Keeps pytest from importing the site's generator, which needs the extra `docs`."""

collect_ignore_glob = ["gen/*", "hook.py", "build.py"]
