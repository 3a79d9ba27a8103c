# Sets without a section, a key or a value.
. tests/bad/life.sh
run check "$edition" --set title=x --set document.title --set .title=x --set document.=x --set ''
