#!/usr/bin/env bash
# Checks docs/openapi.yaml against the OpenAPI 3.1 schema with openapi-spec-validator, which it installs beside the build if missing.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build-python
export PYTHONPATH="$PWD/$tools${PYTHONPATH:+:$PYTHONPATH}"
if ! python3 -c 'import openapi_spec_validator' 2>/dev/null; then
    python3 -m pip install --quiet --disable-pip-version-check --target "$tools" openapi-spec-validator
fi
python3 -m openapi_spec_validator docs/openapi.yaml
