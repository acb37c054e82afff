"""Entry points: `app` for the `flask` command and WSGI servers, `door` for granian."""

import faulthandler
import sys

from app import create_app
from app.config import SettingsError
from app.door import Door

# A process that crashes writes where it was: files, lines and functions, no values.
faulthandler.enable()

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Isonomia does not start: {error}")
door = Door(app)
