"""Sets Django up before anything of the portal is imported: over a database of the tests' own."""

import os

os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_portal.settings")

import django
from django.conf import settings
from django.db import connection

SCHEMA = f"django_portal_{os.getpid()}"
on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
if on_postgresql:  # a schema of its own, so that nothing else in the server's database is touched
    settings.DATABASES["default"]["OPTIONS"] = {"options": f"-c search_path={SCHEMA}"}
else:
    settings.DATABASES["default"]["NAME"] = ":memory:"
settings.ALLOWED_HOSTS += ["testserver"]
django.setup()


def pytest_sessionfinish() -> None:
    """Drop the schema."""
    if on_postgresql:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
