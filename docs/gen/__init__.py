"""Makes the pages of the site that come from the tables of the act."""
