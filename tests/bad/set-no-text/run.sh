# Sets that are no line of text: bytes of another character set, a line end.
. tests/bad/life.sh
run check "$edition" --set "document.title=$(printf '\261\352\314\342')" --set "document.title=$(printf 'a\nb')"
