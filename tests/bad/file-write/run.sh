#!/bin/sh
# A full disk, and a folder that is not there.
"$HONGTOU" --lang en render tests/bad/rows-dropped/edition.ini -o /dev/full 2>&1 | grep -v 'note:'
"$HONGTOU" --lang en render tests/bad/rows-dropped/edition.ini -o build/no-such-folder/out.pdf 2>&1 | grep -v 'note:'
