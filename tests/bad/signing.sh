# Sourced by cases: a folder with a key and its certificate (key.pem), a seal (seal.png), and sign FILE OPTION …, which must write nothing.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Seal -days 3650 -keyout "$work/key.pem" -out "$work/seal.pem" 2>/dev/null
cat "$work/seal.pem" >>"$work/key.pem"
cp input/example-pictures/seal-zhengfu.png "$work/seal.png"
said() { sed "s,$work,FOLDER,g"; }
foreign() { python3 tests/foreign.py "$1" "$work/$1.pdf"; }
sign() {
	"$HONGTOU" --lang en sign "$@" --key "$work/key.pem" -o "$work/out.pdf" >"$work/said" 2>&1
	code=$?
	said <"$work/said"
	[ "$code" = 1 ] || echo "exit code $code"
	[ ! -e "$work/out.pdf" ] || echo "a file was written"
}
signed() {    # FILE OUT OPTION …: one that succeeds
	from=$1 to=$2
	shift 2
	"$HONGTOU" --lang en sign "$from" -o "$to" --key "$work/key.pem" "$@" 2>&1
}
