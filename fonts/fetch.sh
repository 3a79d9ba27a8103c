#!/bin/sh
# Puts FandolFang, FandolHei and FandolKai into fonts/downloaded/, unpacked from Debian's package texlive-lang-chinese
# (nothing of TeX is installed) and checked by sha256. Does nothing when they are there and right.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$here/downloaded
inside=usr/share/texlive/texmf-dist/fonts/opentype/public/fandol
sums="d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9  FandolFang-Regular.otf
4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28  FandolHei-Regular.otf
ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827  FandolKai-Regular.otf"

sound() { [ -d "$1" ] && (cd "$1" && echo "$sums" | sha256sum -c --status 2>/dev/null); }

sound "$target" && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
chmod 755 "$work"
[ "$(id -u)" != 0 ] || chown _apt "$work" 2>/dev/null || true

if [ -d "/$inside" ]; then
	mkdir -p "$work/new"
	cp "/$inside/FandolFang-Regular.otf" "/$inside/FandolHei-Regular.otf" "/$inside/FandolKai-Regular.otf" "$work/new/"
else
	echo "fonts: fetching texlive-lang-chinese (about 50 MB) for the Fandol fonts"
	(cd "$work" && apt-get -qq download texlive-lang-chinese) || {
		echo "fonts/fetch.sh: texlive-lang-chinese cannot be downloaded; run 'apt-get update' and try again" >&2
		exit 1
	}
	mkdir -p "$work/new"
	dpkg-deb --fsys-tarfile "$work"/texlive-lang-chinese_*.deb | tar -x -f - -C "$work" --wildcards \
		"./$inside/FandolFang-Regular.otf" "./$inside/FandolHei-Regular.otf" "./$inside/FandolKai-Regular.otf" \
		'./usr/share/doc/texlive-doc/fonts/fandol/*' 2>/dev/null || true
	cp "$work/$inside"/*.otf "$work/new/" 2>/dev/null || true
	cp "$work"/usr/share/doc/texlive-doc/fonts/fandol/* "$work/new/" 2>/dev/null || true
fi

sound "$work/new" || {
	echo "fonts/fetch.sh: the Fandol fonts of this machine's Debian package are not the known ones (sha256 differs)" >&2
	exit 1
}
mkdir -p "$target"
cp "$work/new"/* "$target/"
echo "fonts: Fandol fonts are in $target"
