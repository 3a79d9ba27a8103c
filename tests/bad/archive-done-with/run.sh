# What was withdrawn cannot be superseded.
. tests/archive_case.sh
add 1
add 2
archive supersede "$work/a" 2 --reason 撤销
archive supersede "$work/a" 2 3 --reason 更正
