#!/bin/sh
"$HONGTOU" --lang en render tests/bad/picture-bad/edition.ini -o build/picture-bad.pdf 2>&1
echo "exit code $?"
test -e build/picture-bad.pdf && echo "a file was written"
true
# Pixels in RGB with a profile for CMYK.
work=$(mktemp -d)
cp tests/bad/picture-bad/body.txt "$work"
sed 's/^seal *=.*/seal = cmyk.png/' tests/bad/picture-bad/edition.ini >"$work/edition.ini"
python3 - "$work/cmyk.png" <<'END'
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
profile = open("/usr/share/color/icc/ghostscript/default_cmyk.icc", "rb").read()
rows = b"".join(b"\0" + bytes((200, 30, 30, 128)) * 40 for _ in range(40))
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 6, 0, 0, 0)) +
                              chunk(b"iCCP", b"cmyk\0\0" + zlib.compress(profile)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
END
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
