#!/bin/sh
# Files that are no CMYK output profile, each wrong in one way, made from a small one that is right.
work=$(mktemp -d)
cp tests/bad/value-no-colour/body.txt "$work"
sed '/^\[colour\]/,$d' tests/bad/value-no-colour/edition.ini >"$work/edition.ini"
printf '[印刷]\n颜色 = 四色\n色彩特性 = a.icc\n' >>"$work/edition.ini"
try() {
	python3 tests/small_profile.py "$work/a.icc" "$@"
	"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work/,,g"
}
echo "right:"
try
echo "wrong:"
try 36 "xxxx"
try 3 "x"
try 16 "RGB "
try 12 "mntr"
try 8 "\5"
try 128 "\0\0\0\0"
try 131 "\0"
try 128 "\1"
try 136 "\377"
try 140 "\377"
try 132 "A2B1"
try 144 "dsc2"
echo "not a profile" >"$work/a.icc"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work/,,g"
head -c 9000000 /dev/zero >"$work/b"
python3 tests/small_profile.py "$work/a.icc"
cat "$work/b" >>"$work/a.icc"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work/,,g"
rm "$work/a.icc"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work/,,g"
rm -rf "$work"
