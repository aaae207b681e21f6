# Dateline's two commands are `make run` and `make test`; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-live lint lock bench clean

ARTICLES ?= articles
DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8000

# Bytecode is left to the first import, which compiles only what it needs (cold install: 54 s instead of 97), so it must be kept.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/.venv/bin:$(PATH)

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14
	@echo "Variables: PORT=$(PORT) HOST=$(HOST) ARTICLES=$(ARTICLES) DATA=$(DATA) PYTHON=..."

install: ## make .venv with what running needs (nothing to do: a moment)
	@scripts/install.sh .venv --no-compile --editable .

install-dev: ## the same with what testing needs
	@scripts/install.sh .venv --no-compile --editable '.[dev,local]'

run: install ## install, take in the articles, serve http://127.0.0.1:8000/
	@exec scripts/serve.sh $(ARTICLES) $(DATA) --host $(HOST) --port $(PORT)

test: ## set up what the tests need and run everything, as CI does
	@scripts/test.sh

test-live: install-dev ## ask one question of a real, tiny model on loopback
	@pytest -m live

lint: install-dev ## style, types, import rules, shell scripts
	@scripts/lint.sh

lock: ## write requirements.lock after a change in pyproject.toml
	@scripts/lock.sh

bench: install-dev ## seconds to the first answer, memory, latency
	@python bench/first_answer.py

clean: ## remove the environment and what was built; the archive in data/ stays
	@rm -rf .venv build dist widget/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
