# Rebuilds a document once for each sed command, applied to the file as qpdf writes it plainly.
work=$(mktemp -d)
"$HONGTOU" render tests/bad/embed-draft -o "$work/in.pdf" 2>/dev/null
qpdf --stream-data=uncompress --object-streams=disable "$work/in.pdf" "$work/plain.pdf"
for change; do
	sed "$change" "$work/plain.pdf" >"$work/changed.pdf"
	"$HONGTOU" --lang en rebuild "$work/changed.pdf" --verify 2>&1 | grep -v ': note:' | sed "s,$work,FOLDER,"
done
rm -rf "$work"
