# Guichet : `make run` sert la page de démonstration, `make test` lance les tests.
# Les environnements, le modèle et le catalogue ne sont refaits que si ce dont ils dépendent a changé.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

ENGINE := .venv-engine
GATEWAY := .venv-gateway
UV := $(shell command -v uv || echo .venv-uv/bin/uv)
PYTHON := $(shell command -v python3 || command -v python)

.PHONY: help setup run test lint widget bench loop simulate load chaos rehearse fuzz audit lock clean

help: ## cette aide
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

.venv-uv/bin/uv:
	@echo "uv est absent : je l'installe dans .venv-uv/ (rien d'autre n'est touché)…"
	@$(PYTHON) -m venv .venv-uv || { echo "Python n'a pas le module venv — installez-le (Debian : apt install python3-venv), ou installez uv" >&2; exit 1; }
	@.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check uv

# $(1) environnement, $(2) version de Python, $(3) fichier de verrou
define install
	@echo "$(1) : Python $(2) et les dépendances de $(3)…"
	@[ -x $(1)/bin/python ] || $(UV) venv --quiet --python $(2) $(1)
	@$(UV) pip sync --quiet --require-hashes --python $(1)/bin/python $(3)
	@$(UV) pip install --quiet --no-deps --python $(1)/bin/python --editable .
	@touch $@
endef

$(ENGINE)/.ready: requirements/engine.txt pyproject.toml | $(filter .venv-uv/bin/uv,$(UV))
	$(call install,$(ENGINE),3.10,requirements/engine.txt)

$(GATEWAY)/.ready: requirements/gateway.txt pyproject.toml | $(filter .venv-uv/bin/uv,$(UV))
	$(call install,$(GATEWAY),3.12,requirements/gateway.txt)

# Les outils des tests s'ajoutent aux environnements, sans les changer.
$(ENGINE)/.tools: requirements/engine-test.txt $(ENGINE)/.ready
	@$(UV) pip install --quiet --require-hashes --python $(ENGINE)/bin/python -r requirements/engine-test.txt
	@touch $@

$(GATEWAY)/.tools: requirements/gateway-test.txt $(GATEWAY)/.ready
	@$(UV) pip install --quiet --require-hashes --python $(GATEWAY)/bin/python -r requirements/gateway-test.txt
	@touch $@

# Les outils du widget (types, assemblage, audit d'accessibilité), avec le Node des outils de test.
NODE := PATH="$(CURDIR)/$(GATEWAY)/bin:$$PATH"
node_modules/.ready: package-lock.json $(GATEWAY)/.tools
	@$(NODE) npm ci --silent
	@touch $@

setup: $(ENGINE)/.ready $(GATEWAY)/.ready ## installer les deux environnements
	@echo "Environnements prêts. Ensuite : make run"

run: $(ENGINE)/.ready $(GATEWAY)/.ready ## tout préparer et servir http://localhost:8000/demo/
	@$(ENGINE)/bin/guichet import --offline-ok
	@$(ENGINE)/bin/guichet train
	@exec $(ENGINE)/bin/guichet serve

# Ce qui se teste dans l'environnement de la passerelle ; le reste, dans celui du moteur.
IN_GATEWAY := gateway browser privacy simulation fuzz load chaos services replicas deploy

test: $(ENGINE)/.tools $(GATEWAY)/.tools node_modules/.ready ## lancer tous les tests
	@bash tests/ensure-chromium $(GATEWAY)/bin/python
	@bash tests/ensure-services
	@$(ENGINE)/bin/guichet train
	@echo "Tests du cœur, du catalogue, de la recherche et du moteur (Python 3.10)…"
	@$(ENGINE)/bin/python -m pytest $(IN_GATEWAY:%=--ignore tests/%)
	@echo "Tests de la passerelle, du navigateur et de l'exploitation (Python 3.12)…"
	@$(GATEWAY)/bin/python -m pytest $(addprefix tests/,$(filter-out gateway browser privacy,$(IN_GATEWAY)))
	@$(GATEWAY)/bin/python -m pytest -n 2 --dist loadfile tests/gateway tests/browser tests/privacy tests/core
	@echo "Tous les tests passent. Pour servir : make run"

lint: $(ENGINE)/.tools $(GATEWAY)/.tools node_modules/.ready ## vérifier le code et les données
	@$(GATEWAY)/bin/ruff check .
	@$(GATEWAY)/bin/ruff format --check .
	@$(NODE) node_modules/.bin/tsc -p .
	@$(ENGINE)/bin/guichet check

widget: node_modules/.ready ## assembler widget/dist/guichet.js, à déployer, et dire son empreinte
	@$(NODE) node tools/bundle.mjs

bench: $(ENGINE)/.ready $(GATEWAY)/.tools node_modules/.ready ## mesurer les budgets de la conception
	@$(ENGINE)/bin/python -m guichet.evaluation.bench
	@bash tests/ensure-chromium $(GATEWAY)/bin/python
	@$(NODE) node tools/bundle.mjs
	@$(GATEWAY)/bin/python -m tests.browser.bench_widget

loop: $(ENGINE)/.ready $(GATEWAY)/.tools ## d'une question incomprise à sa bonne réponse, montre en main
	@$(GATEWAY)/bin/python -m tests.loop

simulate: $(GATEWAY)/.tools ## 500 usagers, 20 conseillers, et des processus tués au hasard : rien ne doit se perdre
	@$(GATEWAY)/bin/python -m tests.simulation.handoff --citizens 500 --agents 20 --kills 30

# Montée en charge et débordement : make load STEPS=1. Plus court : GUICHET_LOAD_MINUTES=2.
load: $(ENGINE)/.ready $(GATEWAY)/.tools ## 50 usagers simulés à la fois pendant dix minutes, et ce que devient chaque message
	@$(GATEWAY)/bin/python -m tests.load $(if $(STEPS),--steps)

chaos: $(ENGINE)/.ready $(GATEWAY)/.tools ## tout ce qui peut tomber en panne, sous charge : aucun message perdu ni répondu deux fois
	@bash tests/ensure-services
	@$(GATEWAY)/bin/python -m tests.chaos

rehearse: $(ENGINE)/.tools $(GATEWAY)/.tools ## répéter les images sans moteur de conteneurs, sur cette machine (root)
	@$(ENGINE)/bin/guichet train
	@$(GATEWAY)/bin/python -m tests.deploy.rehearsal

fuzz: $(GATEWAY)/.tools ## chercher ce qui casse l'entrée : FUZZ_SECONDS par cible (30)
	@$(GATEWAY)/bin/python -m tests.fuzz --seconds $${FUZZ_SECONDS:-30}

audit: $(ENGINE)/.ready $(GATEWAY)/.tools | $(filter .venv-uv/bin/uv,$(UV)) ## failles connues des dépendances, et inventaires CycloneDX (reports/audit/)
	@$(NODE) tools/audit $(UV)

lock: .venv-uv/bin/uv ## recalculer les verrous de requirements/ depuis pyproject.toml
	@for group in engine:3.10 gateway:3.12; do \
	  name=$${group%%:*}; version=$${group##*:}; \
	  compile="$(UV) pip compile --quiet --generate-hashes --no-header --no-annotate --python-version $$version pyproject.toml"; \
	  $$compile --group $$name -o requirements/$$name.txt; \
	  extra=; [ $$name = gateway ] && extra="--group browser --group lint --group widget --group fuzz"; \
	  $$compile --group $$name --group test $$extra -c requirements/$$name.txt -o requirements/$$name-test.txt; \
	done

clean: ## effacer environnements, modèles et bases
	rm -rf $(ENGINE) $(GATEWAY) .venv-uv node_modules widget/dist var models/*.tar.gz models/*.json models/.in-service.lock
