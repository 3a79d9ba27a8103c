#!/bin/sh
# What only printing and signing read: pictures, keys. And a table that is not there is the one error, not its columns too.
work=$(mktemp -d)
cp tests/bad/picture-bad/* "$work"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work,FOLDER,g"
sed -i 's/^seal *=.*/seal = nowhere.png/' "$work/edition.ini"
printf '[sign]\nkey = lost.p12\npass_file = lost\n[archive]\nfolder = lost-archive\n' >>"$work/edition.ini"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work,FOLDER,g"
sed -i 's/^key = .*/key = pkcs11:token=office/; /^pass_file/d; /^folder/d; /^seal/d' "$work/edition.ini"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work,FOLDER,g"
cp tests/small/* "$work"
printf '[column.项目]\nwidth = 30mm\n[table.other]\ndata = lost.csv\n[attachment.2]\nname = 又一表\ntable = other\n[column.别的]\nwidth = 30mm\n' >>"$work/edition.ini"
"$HONGTOU" --lang en check "$work" 2>&1 | sed "s,$work,FOLDER,g"
rm -rf "$work"
