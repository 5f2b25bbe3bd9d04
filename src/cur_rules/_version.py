"""The version of the library, which every receipt names."""

__version__ = "0.1.0"
