# The commands of the project; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo build test features fuzz-smoke differential bench advisories

TARGET := $(or $(CARGO_TARGET_DIR),target)
KYSO := $(TARGET)/release/kyso
DEMO ?= demo
DIFFERENTIAL ?= differential
LISTEN ?= 127.0.0.1:8080

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: demo ## demo, then the service and the clerk's page (LISTEN=127.0.0.1:8080)
	$(KYSO) serve --listen $(LISTEN) --config $(DEMO)/kyso.toml

demo: build ## sign, issue and verify the sample decision into a folder (DEMO=demo)
	$(KYSO) demo $(DEMO)

build: ## install what building needs, build the release binary
	scripts/install-tools.sh build
	cargo build --release --locked --bin kyso

test: ## everything that CI checks
	scripts/install-tools.sh test
	scripts/test.sh

features: ## every crate with every combination of its features, and the promised compiler
	scripts/install-tools.sh build
	scripts/features.sh

fuzz-smoke: ## each fuzz target on its seeds and for some seconds more
	scripts/install-tools.sh test
	scripts/fuzz.sh smoke

differential: ## 50,000 changed documents, what is accepted drawn by four programs (DIFFERENTIAL=differential; goes on where it ended)
	scripts/install-tools.sh test
	cargo build --locked --workspace --bin kyso --bin kyso-mutants
	scripts/differential.sh long $(DIFFERENTIAL)

bench: build ## run the benchmarks, print one table
	scripts/bench.sh $(KYSO)

advisories: ## look for known vulnerabilities in dependencies (needs cargo-deny and a network)
	cargo deny --locked check advisories
