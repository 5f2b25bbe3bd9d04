"""What goes beyond the core: the command line, exporters, other calendars; nothing in the core imports it."""
