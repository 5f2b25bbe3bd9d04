"""Reminders of terms that end soon, and of those that are over."""
