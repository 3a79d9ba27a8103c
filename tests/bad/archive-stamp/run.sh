# A time stamp that is none, in an entry whose hash is right.
. tests/archive_case.sh
add 1
python3 tests/archive_chain.py "$work/a" append action=timestamp token=3003020100
archive verify "$work/a"
