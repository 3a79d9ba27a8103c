#!/bin/sh
# A Python of its own with the schemas of the Kubernetes API, once. fetch.sh FOLDER
set -eu
[ -e "$1/done" ] && exit 0
echo "cluster: fetching the schemas of the Kubernetes API"
rm -rf "$1"
/usr/bin/python3 -m venv "$1"
"$1/bin/pip" -q install --disable-pip-version-check kubernetes-validate==1.37.0
touch "$1/done"
