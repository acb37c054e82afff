"""The local server: its worker runs beside it, in the same process."""

import faulthandler

from app import create_app
from app.door import Door
from app.jobs.worker import start_in_thread

# A process that crashes writes where it was: files, lines and functions, no values.
faulthandler.enable()

flask_app = create_app()
app = Door(flask_app)
start_in_thread(flask_app)
