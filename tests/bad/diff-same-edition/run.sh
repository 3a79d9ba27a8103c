#!/bin/sh
# Also: with warnings as errors nothing is printed.
here=$(dirname "$0")
"$HONGTOU" --lang en diff "$here" "$here/edition.ini" >/dev/null
echo "ended with $?" >&2
"$HONGTOU" --lang en -W error diff "$here" "$here/edition.ini"
echo "ended with $?" >&2
