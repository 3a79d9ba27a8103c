# A trigger more than there should be.
. tests/archive_case.sh
add 1
tamper "CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN SELECT 1; END"
archive verify "$work/a"
