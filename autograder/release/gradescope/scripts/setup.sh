#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python, the grader, and no view of what is hidden.
# With AUTOGRADER_PYTHON, an interpreter that has the grader already (in an image of your own), nothing is installed.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
venv=/opt/nonconvex-lab # where every user can read it: student code runs as another user than the grader

find_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

if [ -z "${AUTOGRADER_PYTHON:-}" ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install -y --no-install-recommends libseccomp2 python3 python3-venv
  # Ubuntu 22.04 has Python 3.11 beside its own 3.10
  find_python >/dev/null || apt-get install -y --no-install-recommends python3.11 python3.11-venv
  python=$(find_python) || {
    echo "There is no Python 3.11 or newer for this image: choose Ubuntu 22.04 or 24.04." >&2
    exit 1
  }
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --no-cache-dir "$root"/source/nonconvex_lab-*.whl
  "$venv/bin/autograder" doctor || true # for the log of the build: what will hold student code
fi

mkdir -p "$root/results"
chmod 700 "$root/source" "$root/results"
