#!/usr/bin/env bash
# Checks docs/openapi.yaml against the OpenAPI 3.1 schema with openapi-spec-validator.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-python-packages.sh openapi-spec-validator
PYTHONPATH="$PWD/.build-python${PYTHONPATH:+:$PYTHONPATH}" python3 -m openapi_spec_validator docs/openapi.yaml
