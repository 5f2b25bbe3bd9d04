"""Tests of all examples."""
