#!/bin/sh
# Each program needs these libraries and no stranger: one more costs every start.
set -eu
only() {
	program=$1
	shift
	needed=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
	[ -n "$needed" ]
	strangers=$(echo "$needed" | grep -v -E "^($1|libm\.so\.6|libc\.so\.6)\$" || true)
	[ -z "$strangers" ] || { echo "$program may not need: $strangers"; exit 1; }
}
only build/hongtou 'libhpdf[-.0-9]*\.so[.0-9]*|libhpdf\.so[.0-9]*|libharfbuzz(-subset)?\.so\.0|libfreetype\.so\.6|libpng16\.so\.16|libz\.so\.1'
only build/hongtou-archive 'libqpdf\.so\.[0-9]*|libcurl\.so\.4|libcrypto\.so\.3|libsqlite3\.so\.0|libpoppler-glib\.so\.8|libg(object|lib)-2\.0\.so\.0|libexpat\.so\.1'
only build/hongtou-compact 'libqpdf\.so\.[0-9]*|libexpat\.so\.1'
only build/hongtou-sign 'libqpdf\.so\.[0-9]*|libcrypto\.so\.3|libcurl\.so\.4|libpng16\.so\.16|libdeflate\.so\.0|libexpat\.so\.1'
only build/hongtou-verify 'libqpdf\.so\.[0-9]*|libcrypto\.so\.3|libdeflate\.so\.0|libexpat\.so\.1'
only build/hongtou-extract 'libqpdf\.so\.[0-9]*|libcrypto\.so\.3|libdeflate\.so\.0'
only build/hongtou-rebuild 'libqpdf\.so\.[0-9]*|libcrypto\.so\.3|libdeflate\.so\.0|libexpat\.so\.1'
only build/hongtou-merge 'libjansson\.so\.4'
only build/hongtou-reprint 'libqpdf\.so\.[0-9]*|libdeflate\.so\.0'
# Sets pages itself, as hongtou does, and serves them.
only build/hongtou-watch 'libmicrohttpd\.so\.[0-9]*|libhpdf[-.0-9]*\.so[.0-9]*|libhpdf\.so[.0-9]*|libharfbuzz(-subset)?\.so\.0|libfreetype\.so\.6|libpng16\.so\.16|libz\.so\.1|libdeflate\.so\.0|libexpat\.so\.1'
