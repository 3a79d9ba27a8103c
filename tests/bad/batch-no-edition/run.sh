work=$(mktemp -d)
printf '# July\nnowhere\n' >"$work/list.txt"
(cd "$work" && "$HONGTOU" --lang en batch list.txt -o out)
echo "exit code $?"
rm -rf "$work"
