"""Django wants to know its settings before anything of it is imported; the tests get a database in memory."""

from __future__ import annotations

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "examples.django_portal.settings"

from examples.django_portal import settings  # the settings are a module, and the name is set above

settings.DATABASES["default"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
django.setup()
