# What a public copy leaves out is said.
. tests/bad/public.sh
run check "$edition" --set document.public=yes --set table.t.public_totals=drop
