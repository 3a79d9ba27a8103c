# Metadata that declares entities, nests without end, has megabytes in a field, says a field twice, is no XML.
. tests/archive_case.sh
rdf="<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:gw='urn:hongtou:official-document:1:'>"
try() { make_pdf bad.pdf --xmp "$work/xmp"; archive add "$work/a" "$work/bad.pdf"; }
echo "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>$rdf<gw:documentNumber>&b;</gw:documentNumber></rdf:Description></rdf:RDF>" >"$work/xmp"; try
python3 -c 'print("<a>" * 100000 + "</a>" * 100000)' >"$work/xmp"; try
python3 -c 'import sys; print(sys.argv[1] + "<gw:documentNumber>" + "9" * 5000000 + "</gw:documentNumber></rdf:Description></rdf:RDF>")' "$rdf" >"$work/xmp"; try
python3 -c 'print(" " * (17 << 20))' >"$work/xmp"; try
echo "$rdf<gw:documentNumber>1</gw:documentNumber><gw:documentNumber>2</gw:documentNumber></rdf:Description></rdf:RDF>" >"$work/xmp"; try
echo "$rdf<gw:documentNumber>1</gw:documentNumber>" >"$work/xmp"; try
printf '<a>\200</a>' >"$work/xmp"; try
archive list "$work/a"
