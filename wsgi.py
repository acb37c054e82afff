"""Entry points: `app` for the `flask` command and WSGI servers, `door` for granian."""

import sys

from app import create_app
from app.config import SettingsError
from app.door import Door

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Isonomia does not start: {error}")
door = Door(app)
