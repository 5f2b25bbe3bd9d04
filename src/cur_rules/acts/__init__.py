"""The acts that the library holds as data."""
