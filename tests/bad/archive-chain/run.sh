# A row was changed with the guards dropped and put back; two were exchanged.
. tests/archive_case.sh
add 1
add 2
guards=$(python3 -c 'import sqlite3, sys
print(";".join(row[0] for row in sqlite3.connect(sys.argv[1]).execute("SELECT sql FROM sqlite_schema WHERE name LIKE \"entry\\_%te\" ESCAPE \"\\\" OR name=\"entry_insert\"")))' "$work/a/catalogue.db")
unguarded "UPDATE entry SET title='第9期通报' WHERE id=2; $guards"
archive verify "$work/a"
unguarded "UPDATE entry SET title='第1期通报' WHERE id=2; UPDATE entry SET id=9 WHERE id=3; UPDATE entry SET id=3 WHERE id=2; UPDATE entry SET id=2 WHERE id=9; $guards"
archive verify "$work/a"
