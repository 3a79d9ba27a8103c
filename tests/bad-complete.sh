#!/bin/sh
# Each diagnostic has its folder in tests/bad, but for those that no input can bring about (words_unknown, digest_missing: a unit test does).
set -eu
unreachable=" charset_unknown source_too_large ini_unreadable ini_disagree table_unreadable pdf_failed preview_failed words_unknown digest_missing "
# these need workbooks, which tests/workbook.py makes
workbooks=" workbook_damaged workbook_locked workbook_too_large workbook_in_use sheet_unknown sheet_of_text formula_without_value format_unknown
hidden_left_out covered_left_out merges_overlap merge_outside merge_over_head workbook_old_form string_missing "
# these are about keys, servers and seals: the unit tests of publisher/seal (tests/unit/test_seal_*.c) bring each about
missing=
for name in $(sed -n 's/^MESSAGE(\([a-z_0-9]*\),.*/\1/p' publisher/base/messages.def); do
	grep -q "MESSAGE_$name\>" tests/unit/test_seal_*.c && continue
	case "$unreachable $(echo "$workbooks" | tr '\n' ' ')" in *" $name "*) continue ;; esac
	[ -e "tests/bad/$(echo "$name" | tr _ -)/expected" ] || missing="$missing $name"
done
[ -z "$missing" ] || { echo "no case for:$missing"; exit 1; }
