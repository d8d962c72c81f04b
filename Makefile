# Two commands matter: `make demo` and `make test`. Both set everything up first.
.PHONY: help setup demo test soak bench lint docs clean

help:      ## what can be asked for
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup:     ## the environment, the package, the desk, the map data
	@scripts/setup.sh demo

demo: setup  ## two parties, two desks in the browser; Ctrl-C ends everything
	@.venv/bin/cg demo

test:      ## everything, the browser test included
	@scripts/setup.sh test
	@scripts/test.sh

soak:      ## the long campaigns: crash points, fuzzing, a million texts
	@scripts/setup.sh test
	@.venv/bin/python -m pytest tests/soak -p no:cacheprovider --timeout=7200

bench:     ## our questions and their peers, as a table
	@scripts/setup.sh test
	@.venv/bin/pip install -q --disable-pip-version-check -e '.[bench]'
	@.venv/bin/python -m bench

lint:      ## types, style, layers
	@.venv/bin/ruff check src tests bench scripts && .venv/bin/ruff format --check src tests bench scripts
	@.venv/bin/mypy && .venv/bin/lint-imports

docs:      ## make the generated pages anew
	@.venv/bin/python -m scripts.generated_docs

clean:     ## remove what setup made
	rm -rf .venv web/node_modules scripts/mapdata/node_modules src/commonground/node/static data
