#!/bin/sh
# veraPDF by its Maven coordinates into a folder, once; what comes is held against its sha256. verapdf.sh FOLDER
set -eu
version=1.26.2
sum=6b3cd7daa39d2364d2e6043cefa168a355fbec12457c35d93cdabbcd7448b599
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1

right() { [ -s verapdf.jar ] && echo "$sum  verapdf.jar" | sha256sum --check --status; }

mkdir -p "$1"
cd "$1"
right && exit 0
echo "conformance: fetching veraPDF $version"
mvn -B -q "$plugin:copy" -Dartifact="org.verapdf.apps:greenfield-apps:$version" -DoutputDirectory=.
mv "greenfield-apps-$version.jar" verapdf.jar
right || { echo "conformance: veraPDF $version is not the file that was expected" >&2; rm -f verapdf.jar; exit 1; }
