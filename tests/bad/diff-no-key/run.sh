#!/bin/sh
here=$(dirname "$0")
"$HONGTOU" --lang en diff "$here/old" "$here/new" >/dev/null
echo "ended with $?" >&2
