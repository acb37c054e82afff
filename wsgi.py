"""Entry point of the WSGI server."""

from app import create_app

app = create_app()
