"""The settings of the portal; DATABASE_URL, SECRET_KEY, DEBUG and HOSTS come from the environment."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent


def database(url: str) -> dict[str, object]:
    """Return what Django wants to know of a database: a file of SQLite, or a server of PostgreSQL."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": "django-portal.sqlite3"}
    parts = urlsplit(url)
    name, user, password = (unquote(part or "") for part in (parts.path.lstrip("/"), parts.username, parts.password))
    place = {"HOST": parts.hostname or "", "PORT": str(parts.port or "")}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": user, "PASSWORD": password, **place}


SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_urlsafe(32)  # a new one a start ends the sessions
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("HOSTS", "127.0.0.1,localhost").split(",")
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["examples.django_portal.apps.PortalConfig"]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "examples.django_portal.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
LANGUAGE_CODE = "ru"
TIME_ZONE = "Asia/Irkutsk"
USE_TZ = True
