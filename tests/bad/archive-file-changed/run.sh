# A byte of a stored file was changed.
. tests/archive_case.sh
add 1
file=$(stored)
chmod u+w "$file"
printf x | dd of="$file" bs=1 seek=700 conv=notrunc 2>/dev/null
archive verify "$work/a"
archive export "$work/a" "$work/bag" --year 2018
ls -A "$work" | grep bag
