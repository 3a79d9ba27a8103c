#!/bin/sh
# Typst's compiler as its Python package, built for this machine, in an environment of its own: fetch_typst.sh FOLDER
set -eu
folder=$1
version=0.15.2
command -v typst >/dev/null && { echo "typst is on the PATH: $(typst --version)"; exit 0; }
[ "$("$folder/bin/python" -c "import importlib.metadata; print(importlib.metadata.version('typst'))" 2>/dev/null)" = "$version" ] && exit 0
python3 -m venv "$folder"
"$folder/bin/pip" --quiet --disable-pip-version-check install --only-binary :all: "typst==$version"
