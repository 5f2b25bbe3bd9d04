"""Applications that embed cur-rules; each runs with one command and is tested with the compliance kit."""
