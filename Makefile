# Thin names for the commands in packaging/; `make` alone lists them.
.PHONY: help run test lint bench bench-layout lock
.DEFAULT_GOAL := help

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: ## open the app on an example design (installs what is missing)
	packaging/run

test: ## lint, types, import contracts and all tests (installs what is missing)
	packaging/test

lint: ## put the code into its form, then check lint and types
	.venv/bin/ruff format
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: ## measure, print a table and write build/bench.json
	.venv/bin/python packaging/bench.py

bench-layout: ## compare our layout with elkjs and Graphviz on the same graphs
	.venv/bin/python packaging/bench_layout.py

lock: ## write the locked requirement files anew from pyproject.toml
	packaging/lock
