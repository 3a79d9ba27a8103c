#!/bin/sh
# The independent judges into a folder, once: pyHanko in a Python of its own, EU DSS with BouncyCastle by Maven coordinates, held against
# their sha256, and the Java side compiled. Whatever cannot be had is an error. fetch.sh FOLDER
set -eu
cd "$(dirname "$0")"
here=$PWD
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1
cd - >/dev/null
mkdir -p "$1"
cd "$1"

wanted=$(sha256sum "$here/requirements.txt")
if [ "$(cat python.done 2>/dev/null)" != "$wanted" ]; then
	echo "conformance: fetching pyHanko"
	rm -rf python
	/usr/bin/python3 -m venv python
	python/bin/pip -q install --disable-pip-version-check -r "$here/requirements.txt"
	echo "$wanted" >python.done
fi

right() { (cd jars 2>/dev/null && [ "$(ls | wc -l)" = "$(wc -l <"$here/jars.sha256")" ] && sha256sum --check --status "$here/jars.sha256"); }

if ! right; then
	echo "conformance: fetching EU DSS"
	rm -rf jars
	mvn -B -q -f "$here/pom.xml" "$plugin:copy-dependencies" -DoutputDirectory="$PWD/jars"
	right || { echo "conformance: the Java libraries are not the files that were expected" >&2; rm -rf jars; exit 1; }
fi
javac -encoding UTF-8 -cp 'jars/*' -d classes "$here"/*.java
