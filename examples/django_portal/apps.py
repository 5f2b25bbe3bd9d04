"""The application as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal."""

    name = "examples.django_portal"
    label = "portal"
    verbose_name = "Сообщения граждан"
