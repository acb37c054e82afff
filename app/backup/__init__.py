"""The whole database in one file, from and to either database: `flask backup`, `flask restore`.

The file is a ZIP with one list of rows per table, sorted by key: the order in which rows were
written does not show. `about.json` counts the rows of each table and gives the digest of its list.
The keys of open campaigns are left out on purpose.
"""

from flask import Flask

from app.backup import commands


def init_app(app: Flask) -> None:
    app.cli.add_command(commands.backup)
    app.cli.add_command(commands.restore)
