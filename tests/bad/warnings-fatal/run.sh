#!/bin/sh
# -W error: the warning is an error, the exit code 1, and no file is written.
mkdir -p build/bad
"$HONGTOU" --lang en -W error render tests/bad/warnings-fatal -o build/bad/warnings-fatal.pdf 2>&1
echo "exit code $?"
ls build/bad/warnings-fatal.pdf 2>/dev/null
"$HONGTOU" --lang en -Werror --json check tests/bad/warnings-fatal 2>&1 | sed 's/,"message".*//'
true
