# The tables are those of the month before.
. tests/bad/life.sh
run new-month "$work/e" "$work/new"
run --lang zh new-month "$work/e" "$work/again"
