#!/usr/bin/env bash
# spark.sh [COMMAND…]: runs COMMAND with a Python that has PySpark, named by STRATA_PYTHON. Uses the one that is named
# already; else makes a virtual environment from PyPI under ~/.cache/strata, once, where there are Python 3.9 or newer and Java 17
# or newer (installed as root on Debian). Where that cannot be, says why, and runs COMMAND without: tests that need Spark are
# skipped then. Without COMMAND prints the Python.
#
#   STRATA_PYSPARK=3.5.7   another version of PySpark; 4.0.1 by default
set -euo pipefail

version=${STRATA_PYSPARK:-4.0.1}
environment=${XDG_CACHE_HOME:-$HOME/.cache}/strata/pyspark-$version

main() {
  if ! has_spark "${STRATA_PYTHON:-}"; then
    unset STRATA_PYTHON
    if has_spark "$environment/bin/python" || make_environment; then export STRATA_PYTHON=$environment/bin/python; fi
  fi
  if [[ $# -gt 0 ]]; then exec "$@"; fi
  [[ -n ${STRATA_PYTHON:-} ]] || exit 1
  echo "$STRATA_PYTHON"
}

has_spark() {
  [[ -n $1 && -x $(command -v "$1") ]] && "$1" -c 'import pyspark, pyarrow' 2>/dev/null && has_java
}

has_java() {
  local major
  major=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' || true)
  [[ -n $major && $major -ge 17 ]]
}

make_environment() {
  has_java || install_java || { without 'there is no Java 17 or newer'; return 1; }
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
    { without 'there is no Python 3.9 or newer'; return 1; }
  echo "spark.sh: installing PySpark $version from PyPI" >&2
  mkdir -p "$(dirname "$environment")"
  rm -rf "$environment"
  # Made under another name first: what was interrupted is not taken for an environment.
  local making=$environment.$$
  if python3 -m venv "$making" && "$making/bin/pip" install --quiet --disable-pip-version-check \
    "pyspark==$version" pyarrow pandas 'setuptools<80' >&2 && mv "$making" "$environment"; then
    return 0
  fi
  rm -rf "$making"
  without 'PySpark could not be installed from PyPI'
  return 1
}

install_java() {
  [[ $(id -u) -eq 0 && -x $(command -v apt-get) ]] || return 1
  { apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless; } >&2 || return 1
  has_java
}

without() {
  echo "spark.sh: no Spark here: $1." >&2
}

main "$@"
