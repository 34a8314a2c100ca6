# The two commands of the README: make demo, make test. Each makes .venv from the lock when it is
# not there; all that is needed is make and Python 3.11 or newer (PYTHON=python3.12 chooses one).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UNTIL ?=
DEMO_LANG ?= zh

.PHONY: demo test setup lock bench lint docs system clean

demo: $(VENV)/.demo
	rm -rf demo
	$(BIN)/salesnb demo demo --lang $(DEMO_LANG) $(if $(UNTIL),--until $(UNTIL))

test: $(VENV)/.dev lint
	$(BIN)/python -m pytest -n logical --dist loadfile --no-loadscope-reorder --durations 40

setup: $(VENV)/.demo

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The documentation as a site: build/docs/index.html.
docs: $(VENV)/.dev
	$(BIN)/python docs/site/build.py

bench: $(VENV)/.dev
	set -e; for script in benchmarks/*.py; do $(BIN)/python $$script; done

# Exact versions with hashes, for every platform and Python from 3.11 on.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
	  -c requirements.lock -o requirements-dev.lock

# What PDF, Spark and some tests need besides Python packages, on Debian and Ubuntu; as root.
system:
	apt-get update
	apt-get install -y --no-install-recommends chromium fonts-noto-cjk fonts-dejavu-core \
	  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql default-jre-headless

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("salesnb needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Name one: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) demo dist build
