"""The procedure in plain Python, without a framework or a database."""
