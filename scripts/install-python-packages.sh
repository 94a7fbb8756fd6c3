#!/usr/bin/env bash
# Installs the Python packages that checks and tests use beside the build, where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build-python
export PYTHONPATH="$PWD/$tools${PYTHONPATH:+:$PYTHONPATH}"
for package in "$@"; do
    if ! python3 -c "import ${package//-/_}" 2>/dev/null; then
        python3 -m pip install --quiet --root-user-action=ignore --disable-pip-version-check --target "$tools" "$package"
    fi
done
