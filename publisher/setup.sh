#!/bin/sh
# Installs what is missing on a Debian or Ubuntu machine: setup.sh build|test|bench|libreoffice|conformance|cluster. As root directly, else through sudo.
set -eu

build="gcc libc6-dev make pkg-config libhpdf-dev libharfbuzz-dev libfreetype-dev libpng-dev libiniparser-dev libcsv-dev libdeflate-dev
libminizip-dev libexpat1-dev libqpdf-dev
libssl-dev libcurl4-openssl-dev libsqlite3-dev libpoppler-glib-dev libjansson-dev libmicrohttpd-dev gettext fonts-noto-cjk"
optional="libicu-run-time fonts-lxgw-wenkai fonts-hanazono"
test="libcmocka-dev openssl softhsm2 libengine-pkcs11-openssl libfaketime python3-xlsxwriter libgs-common poppler-utils mupdf-tools qpdf libnss3-tools python3-minimal python3 locales clang binutils git"

want=$build
may=$optional
case ${1:-build} in
build) ;;
test) want="$build $test"
      may="$optional libclang-rt-dev pkcs11-provider chromium-headless-shell" ;;
bench) want="$build python3-venv python3 poppler-utils" ;;
conformance) want="$build $test default-jdk-headless maven python3-venv libnss3-tools" ;;
cluster) want="$build python3 python3-venv slurmctld slurmd slurm-client munge parallel openssh-server" ;;
libreoffice) want="$build python3-xlsxwriter python3 libreoffice-calc-nogui" ;;
*) echo "usage: setup.sh build|test|bench|libreoffice|conformance|cluster" >&2
   exit 2 ;;
esac

installed() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -q '^installed$'; }

missing=
for package in $want; do
	installed "$package" || missing="$missing $package"
done

root=
[ "$(id -u)" = 0 ] || root=sudo
apt() { $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }
known() { apt-cache show "$1" >/dev/null 2>&1; }

# The sanitizers' and libFuzzer's run-time library is named after the compiler's version on some releases.
clang_runtime() {
	apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9]*\)$/libclang-rt-\1-dev/p' | head -n 1
}

# The word breaker for titles, opened at run time; Debian names the library after its version.
icu_runtime() {
	apt-cache depends libicu-dev 2>/dev/null | sed -n 's/.*Depends: \(libicu[0-9]*\)$/\1/p' | head -n 1
}

updated=
update() {
	[ -n "$updated" ] || apt update
	updated=yes
}

if [ -n "$missing" ]; then
	command -v apt-get >/dev/null || { echo "setup: this is not Debian or Ubuntu; install by hand:$missing" >&2; exit 1; }
	echo "setup: installing$missing"
	known libhpdf-dev || update
	# shellcheck disable=SC2086
	apt install --no-install-recommends $missing || { update; apt install --no-install-recommends $missing; }
fi

for package in $may; do
	if [ "$package" = libclang-rt-dev ]; then
		package=$(clang_runtime)
		[ -n "$package" ] || continue
	fi
	if [ "$package" = libicu-run-time ]; then
		known libicu-dev || update
		package=$(icu_runtime)
		[ -n "$package" ] || continue
	fi
	installed "$package" && continue
	known "$package" || { update; }
	if known "$package"; then
		echo "setup: installing $package"
		apt install --no-install-recommends "$package" || echo "setup: $package cannot be installed; going on without it"
	else
		echo "setup: this release has no $package; going on without it"
	fi
done
