#!/bin/sh
# Builds the image of publisher/cluster/Containerfile with buildah on a bare Debian that debootstrap makes, and renders the sample in it as the
# user the image names: the same bytes as here. Needs root; some minutes. container.sh FOLDER
set -eu
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || { echo "container: needs root (debootstrap, buildah)" >&2; exit 2; }
sh publisher/setup.sh build
for package in buildah debootstrap; do
	command -v $package >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $package >/dev/null
done
sh fonts/fetch.sh
make --no-print-directory all
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(SITE)' 'Created-By: Packages' | sed -n 's/^Debian Debian //p' | head -n 1)
[ -n "$mirror" ] || { echo "container: apt names no Debian mirror" >&2; exit 2; }
rm -rf "$1"
mkdir -p "$1/work"
folder=$(cd "$1" && pwd)
trap 'rm -rf "$folder/root" "$folder/images" "$folder/run"' EXIT INT TERM
debootstrap --variant=minbase "$release" "$folder/root" "$mirror" >"$folder/debootstrap.log" 2>&1
[ ! -d /etc/apt/apt.conf.d ] || for conf in /etc/apt/apt.conf.d/*proxy*; do [ ! -e "$conf" ] || cp "$conf" "$folder/root/etc/apt/apt.conf.d/"; done
buildah() { command buildah --root "$folder/images" --runroot "$folder/run" --storage-driver vfs "$@"; }

base=$(buildah from scratch)
buildah copy -q "$base" "$folder/root" / >/dev/null
buildah commit -q "$base" localhost/debian >/dev/null
# No name spaces are asked for: it builds where this is a container itself.
buildah bud --isolation chroot --ulimit nofile=1024:1024 --build-arg BASE=localhost/debian -t hongtou -f publisher/cluster/Containerfile . >"$folder/build.log" 2>&1 || {
	tail -n 30 "$folder/build.log"
	exit 1
}
cp -r input/jining-2018h1 "$folder/work/edition"
chmod -R a+rwX "$folder/work"
container=$(buildah from localhost/hongtou)
buildah run --isolation chroot -v "$folder/work:/work" "$container" -- hongtou render /work/edition -o /work/there.pdf
build/hongtou render "$folder/work/edition" -o "$folder/work/here.pdf" 2>/dev/null
cmp "$folder/work/here.pdf" "$folder/work/there.pdf"
buildah images --format '{{.Name}} {{.Size}}' localhost/hongtou
echo "container: the sample has the same bytes"
