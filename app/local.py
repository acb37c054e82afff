"""The application of the local server: its worker runs beside it, in the same process."""

from app import create_app
from app.jobs.worker import start_in_thread

app = create_app()
start_in_thread(app)
