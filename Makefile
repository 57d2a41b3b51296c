# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
export ANONYMIZED_TELEMETRY := False
export HF_HUB_OFFLINE := 1

.PHONY: setup demo try test slow load browser gallery fuzz check lock bench bench-retrieval eval clean

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: setup
	$(BIN)/reportdesk demo

# The bot on a page that looks like Slack, with the sample reports: no Slack is needed.
try: setup
	$(BIN)/reportdesk try

# Lint, types, arrows between packages, then every test but the slow suites.
test: check
	$(BIN)/pytest -n 2 --dist loadfile

# What takes minutes, and what needs the data that lies beside the repository.
slow: setup
	$(BIN)/pytest -m slow -n 2 --dist loadfile --ignore tests/browser --ignore tests/load

# 500 questions in a minute on a bad day of Slack's with a bot that is killed, and 300 hostile texts
# on every surface: one after another, as they measure. About 40 minutes on two cores;
# `REPORTDESK_LOAD_QUESTIONS=100 make load` is a shorter look.
load: setup
	$(BIN)/pytest -m slow -s tests/load

# The page of `reportdesk try` in Chromium (apt-get install chromium), which playwright drives.
browser: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[browser]'
	$(BIN)/pytest -m slow tests/browser

# A picture of every layout that the bot can send, into docs/gallery (apt-get install chromium
# fonts-lato; with another font the pictures differ).
gallery: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[browser]'
	PYTHONPATH=tests $(BIN)/python tests/browser/make_gallery.py

# Speed, memory and retrieval against the plain LangChain way, which is installed for it; on twelve
# inspection reports, or on all of them with OPTIONS=--all.
bench: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[bench]'
	$(BIN)/python tests/bench/bench_ingest.py $(OPTIONS)

# Answers and searches on golden questions over ../shared; docs/quality.md tells what is measured.
# The library is built once, under REPORTDESK_EVAL_CACHE (default: .cache/eval).
eval: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[bench]'
	$(BIN)/python tests/eval/make_eval.py

# What each stage of retrieval adds on the judged sets, next to a plain and a strong other way.
# Takes hours whole; OPTIONS="--sets mtrag --questions 100" samples. CACHE keeps the libraries.
CACHE ?= /tmp/reportdesk-bench
bench-retrieval: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[bench]'
	$(BIN)/python tests/eval/bench_retrieval.py --cache $(CACHE) $(OPTIONS)

# Fuzz the reading of each format for SECONDS; ends with 1 when something is found.
SECONDS ?= 60
fuzz: setup
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[fuzz]'
	$(BIN)/python tests/fuzz/fuzz_readers.py $(SECONDS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Pin everything that pyproject.toml needs, for the oldest Python supported. What is pinned stays
# as it is where it can (`make lock UV=--upgrade` moves it). torch goes without its build's name and
# without what only its GPU builds need: the small CPU build must do.
lock:
	cp requirements.lock requirements.lock.new
	$(BIN)/uv pip compile --quiet --no-annotate --no-header --python-version 3.11 $(UV) \
	  --extra chat --extra dev pyproject.toml --output-file requirements.lock.new
	sed -e 's/^torch==\([0-9.]*\).*/torch==\1/' -e '/^nvidia-/d' -e '/^cuda-/d' -e '/^triton==/d' \
	  requirements.lock.new > requirements.lock
	rm requirements.lock.new

clean:
	rm -rf .venv build *.egg-info
