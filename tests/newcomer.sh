#!/bin/sh
# Proves the README's two commands on machines that have only apt: a minimal Debian 12 and a minimal Debian 13, made by
# debootstrap from the mirror that this machine's apt uses, each with a fresh copy of the last commit. Needs root; slow.
# tests/newcomer.sh [RELEASE …]; NEWCOMER_BASE=DIR uses DIR/RELEASE as a ready minimal system (it is copied).
set -eu
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "newcomer: needs root (debootstrap, chroot)" >&2; exit 2; }
command -v debootstrap >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends debootstrap >/dev/null
mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(SITE)' 'Created-By: Packages' | sed -n 's/^Debian Debian //p' | head -n 1)
[ -n "$mirror" ] || { echo "newcomer: apt names no Debian mirror" >&2; exit 2; }

failed=0
for release in ${*:-bookworm trixie}; do
	work=$(mktemp -d)
	root=$work/root
	if [ -d "${NEWCOMER_BASE:-/nonexistent}/$release" ]; then
		cp -a "$NEWCOMER_BASE/$release" "$root"
	else
		debootstrap --variant=minbase "$release" "$root" "$mirror" >"$work/log" 2>&1 || { tail -n 20 "$work/log"; exit 1; }
	fi
	[ ! -d /etc/apt/apt.conf.d ] || for conf in /etc/apt/apt.conf.d/*proxy*; do [ ! -e "$conf" ] || cp "$conf" "$root/etc/apt/apt.conf.d/"; done
	cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
	cp /etc/hosts "$root/etc/hosts" 2>/dev/null || true
	mkdir -p "$root/home/hongtou"
	git archive HEAD | tar -x -C "$root/home/hongtou"
	mount -t proc proc "$root/proc"
	mount --bind /dev "$root/dev"
	mount --bind /dev/pts "$root/dev/pts"
	trap 'umount -l "$root/proc" "$root/dev/pts" "$root/dev" 2>/dev/null; rm -rf "$work"' EXIT INT TERM
	echo "== $release"
	# the README's commands, word for word
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" sh -ec '
		cd /home/hongtou
		apt-get update -qq
		apt-get install -y -qq make >/dev/null 2>&1
		make demo
		make demo | tail -n 2
		make test' >"$work/out" 2>&1 || failed=1
	grep -E '^(rendered:|setup:|fonts:|not ok )' "$work/out" || true
	tail -n 3 "$work/out"
	[ "${NEWCOMER_KEEP:-}" = "" ] || cp "$work/out" "$NEWCOMER_KEEP.$release"
	umount -l "$root/proc" "$root/dev/pts" "$root/dev"
	rm -rf "$work"
	trap - EXIT INT TERM
done
exit $failed
