work=$(mktemp -d)
cp -r tests/small "$work/x"
cp -r tests/small "$work/y"
sed -i s/54号/55号/ "$work/y/edition.ini"
(cd "$work" && "$HONGTOU" --lang en batch x y -o out --shard 1/2 && "$HONGTOU" --lang en batch x y -o out --shard 2/2 && "$HONGTOU" --lang en batch --merge x/edition.ini -o whole.json)
echo "exit code $?"
rm -rf "$work"
