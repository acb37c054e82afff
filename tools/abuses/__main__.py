"""What attackers and impatient people do, to a server of its own: `python -m tools.abuses`.

Each abuse prints what it counted, and what was allowed; exit status 1 when one went beyond.
"""

from __future__ import annotations

import sys

from tools.abuses.copies import copies, killed_imports
from tools.abuses.crowds import flood, passwords, prints, slow
from tools.abuses.faults import backups, clock, database_away
from tools.abuses.stage import Abuses

ABUSES = (slow, prints, flood, passwords, killed_imports, backups, clock, database_away, copies)


def main() -> None:
    abuses = Abuses()
    abuses.server.start()
    try:
        for abuse in ABUSES:
            abuse(abuses)
    finally:
        abuses.server.kill()
    sys.exit(1 if abuses.beyond else 0)


if __name__ == "__main__":
    main()
