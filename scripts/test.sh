#!/usr/bin/env bash
# Every test: lint and types first, then all of pytest, whose own summary is the last thing printed.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/ruff check -q src tests bench scripts
.venv/bin/ruff format -q --check src tests bench scripts
.venv/bin/mypy --no-error-summary
.venv/bin/lint-imports --no-cache > .venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }
npm --prefix web run --silent check
npm --prefix web run --silent test
exec .venv/bin/python -m pytest -n 2 --dist loadfile
