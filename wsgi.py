"""Entry point of the WSGI server and of the `flask` command."""

import sys

from app import create_app
from app.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Isonomia does not start: {error}")
