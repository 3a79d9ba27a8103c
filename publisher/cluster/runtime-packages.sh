#!/bin/sh
# Names the Debian packages that hold the libraries which programs load, and those they use if they are there: runtime-packages.sh PROGRAM…
set -eu
for program in "$@"; do
	ldd "$program" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p'
done | sort -u | while read -r library; do
	# dpkg knows a library by the name it was unpacked under, /lib being a link to /usr/lib.
	dpkg-query -S "$(readlink -f "$library")" 2>/dev/null || dpkg-query -S "$(readlink -f "$library" | sed 's,^/usr,,')" || dpkg-query -S "$library"
done | cut -d: -f1 | sort -u
# Opened at run time: the word breaker for titles. Fonts of the last resort, and for characters that the downloaded ones lack.
apt-cache depends libicu-dev | sed -n 's/.*Depends: \(libicu[0-9]*\)$/\1/p' | head -n 1
echo fonts-noto-cjk
for package in fonts-lxgw-wenkai fonts-hanazono; do
	! apt-cache show "$package" >/dev/null 2>&1 || echo "$package"
done
