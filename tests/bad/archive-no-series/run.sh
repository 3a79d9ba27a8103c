# The next number of no series.
. tests/archive_case.sh
archive next "$work/a" 情况通报
