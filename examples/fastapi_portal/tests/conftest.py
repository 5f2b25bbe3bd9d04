"""The databases that the tests use: SQLite always, PostgreSQL where TEST_DATABASE_URL names a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from examples.fastapi_portal.tests.adapter import FastapiPortal


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database: a file, or a schema of its own in the server's database, so that nothing else is touched."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'portal.db'}")
        yield engine
        engine.dispose()
        return
    url = os.environ.get("TEST_DATABASE_URL")
    if not url:
        pytest.skip("TEST_DATABASE_URL names no server of PostgreSQL")
    url, schema = url.replace("postgresql://", "postgresql+psycopg://", 1), f"portal_{os.getpid()}"
    server = create_engine(url)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine = create_engine(url, connect_args={"options": f"-c search_path={schema}"})
    yield engine
    engine.dispose()
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


@pytest.fixture
def portal(engine: Engine) -> Iterator[FastapiPortal]:
    """The portal over an empty database."""
    adapter = FastapiPortal(engine=engine)
    yield adapter
    adapter.close()
