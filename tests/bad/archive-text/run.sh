# The text that is searched was changed.
. tests/archive_case.sh
add 1
tamper "DROP TRIGGER text_update; UPDATE text SET body='别的' WHERE id=2"
archive verify "$work/a" | grep -v 'index of texts' | grep -v checked
