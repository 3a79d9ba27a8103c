# The very same file again, which --if-new does not mind; but what is to be kept beside it would be passed over.
. tests/archive_case.sh
archive add "$work/a" "$work/1.pdf" --if-new
archive add "$work/a" "$work/1.pdf" --if-new
archive add "$work/a" "$work/1.pdf" --if-new --with "$work/2.pdf"
