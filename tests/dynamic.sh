#!/bin/sh
# build/hongtou needs these libraries and no stranger: each one more costs every start.
set -eu
needed=$(readelf -d build/hongtou | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
[ -n "$needed" ]
strangers=$(echo "$needed" | grep -v -E '^(libhpdf[-.0-9]*\.so[.0-9]*|libhpdf\.so[.0-9]*|libharfbuzz(-subset)?\.so\.0|libfreetype\.so\.6|libpng16\.so\.16|libz\.so\.1|libdeflate\.so\.0|libiniparser\.so\.[14]|libcsv\.so\.3|libminizip\.so\.1|libexpat\.so\.1|libm\.so\.6|libc\.so\.6)$' || true)
[ -z "$strangers" ] || { echo "not allowed: $strangers"; exit 1; }
