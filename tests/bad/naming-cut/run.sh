# A name of more than 255 bytes is cut between characters, and the file is written.
. tests/bad/life.sh
name=$(printf '很长的名称%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
run render "$edition" -o "$work/out/" --set "document.file=$name"
for file in "$work"/out/*; do printf %s "$(basename "$file")" | wc -c; done
