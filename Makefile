# The steps are in tools/; docs/operations.md says what each target is for.
.PHONY: install demo test check lint imports bench

PORT ?= 8000

install:
	@tools/bootstrap

demo:
	@PORT='$(PORT)' tools/demo

test: install
	@tools/test

lint: install
	@tools/lint

check: lint test

imports: install
	@.venv/bin/lint-imports --no-logo

bench: install
	@tools/bench
