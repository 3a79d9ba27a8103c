#!/bin/sh
# A file of ours that says it were PDF/A-1, in an element, under another prefix, in an attribute; one that says 2 is packed.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/2.pdf" 2>/dev/null
namespace="xmlns:a=\"http://www.aiim.org/pdfa/ns/id/\""
say() {
	sed "s,<pdfaid:part>2</pdfaid:part>,$2," "$work/2.pdf" >"$work/wrong.pdf"
	cmp -s "$work/2.pdf" "$work/wrong.pdf" && echo "nothing was put in for $1"
	qpdf --warning-exit-0 "$work/wrong.pdf" "$work/$1.pdf" 2>/dev/null    # mends lengths and offsets
}
say element "<pdfaid:part>1</pdfaid:part>"
say prefix "<a:part $namespace>1</a:part>"
say attribute "</rdf:Description><rdf:Description rdf:about=\"\" $namespace a:part=\"1\">"
for name in element prefix attribute; do
	"$HONGTOU" --lang en compact "$work/$name.pdf" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
	[ ! -e "$work/out.pdf" ] || echo "a file was written for $name"
done
"$HONGTOU" --lang en compact "$work/2.pdf" -o "$work/out.pdf" 2>&1
[ -s "$work/out.pdf" ] || echo "PDF/A-2 was not packed"
rm -rf "$work"
