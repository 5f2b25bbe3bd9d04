"""Runs the portal: `python -m examples.fastapi_portal`; then look at http://127.0.0.1:8288/."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import uvicorn
from sqlalchemy import create_engine

from .api import create_app
from .desk import Desk
from .store import Base


def main() -> None:
    """Open the database that DATABASE_URL names, or a file of SQLite here, and serve."""
    url = os.environ.get("DATABASE_URL") or "sqlite:///fastapi-portal.db"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    Base.metadata.create_all(engine)
    app = create_app(Desk(engine, lambda: datetime.now(UTC).replace(microsecond=0)))
    uvicorn.run(app, host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "8288")))


if __name__ == "__main__":
    main()
