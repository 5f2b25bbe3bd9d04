"""The audit as one self-contained page that a manager can print: no script, no request to any network."""
