# Commands of the project. Each works alone on a fresh clone.
PYTHON = .venv/bin/python
FLASK = .venv/bin/flask
PYTEST = .venv/bin/pytest

.PHONY: setup demo run test audit quick check bench load abuses translations guide withheld lock

setup:
	tools/setup

demo: setup
	$(FLASK) demo load
	$(FLASK) report build 2023 --lang fr --output instance/demo/rapport-2023-fr.pdf
	$(FLASK) report build 2023 --lang en --output instance/demo/report-2023-en.pdf
	$(MAKE) --no-print-directory run

# The local server, with its worker in the same process.
run: setup
	.venv/bin/granian --interface rsgi --no-ws --http1-header-read-timeout 10000 --backlog 8192 --backpressure 8192 --host 127.0.0.1 --port 8000 --workers 1 --respawn-failed-workers app.local:app

test: setup-tests
	$(PYTEST) -m "not audit" --database sqlite
	$(PYTEST) -m "not audit" --database postgresql

# Long checks of figures and of anonymity: minutes.
audit: setup-tests
	$(PYTEST) -m audit

# The everyday tests: a minute and a half on two cores.
quick: setup-tests
	$(PYTEST) -m "not browser and not slow and not audit"

check: setup-tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PYTHON) tools/check_catalogues.py

bench: setup-tests
	$(PYTHON) -m tools.bench

# Four hundred people answer at once, for three minutes; then what one worker and two can give.
load: setup-tests
	$(PYTHON) -m tools.load

# What attackers and impatient people do, each with what it counted.
abuses: setup-tests
	$(PYTHON) -m tools.abuses

translations: setup-tests
	$(PYTHON) tools/catalogue.py

# The guide to the indicators, from their catalogue.
guide: setup-tests
	$(PYTHON) -m tools.guide
	$(PYTHON) -m tools.states

# What the demonstration withholds, chosen anew where the catalogue counts something else.
withheld: setup-tests
	$(PYTHON) -m tools.withheld

# New versions of the locked packages, without the address they come from.
lock: setup-tests
	uv pip compile pyproject.toml --generate-hashes --no-annotate --no-header --no-emit-index-url -p 3.11 -o requirements.txt
	uv pip compile pyproject.toml --extra dev -c requirements.txt --generate-hashes --no-annotate --no-header --no-emit-index-url -p 3.11 -o requirements-dev.txt

.PHONY: setup-tests
setup-tests:
	tools/setup tests
