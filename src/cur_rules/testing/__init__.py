"""Tools for the tests of a portal: journals, strategies, scenarios."""
