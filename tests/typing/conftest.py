"""The host is for the type checkers, not for pytest."""

collect_ignore = ["host.py"]
