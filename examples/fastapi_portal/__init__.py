"""A portal in FastAPI and SQLAlchemy that keeps the procedure of Resolution No. 288."""
