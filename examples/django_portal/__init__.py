"""A portal in Django that keeps the procedure of Resolution No. 288, with pages in Russian for the clerks."""
