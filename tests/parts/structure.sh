. tests/parts/lib.sh
check "includes follow the map" python3 tests/includes.py
check "the program links what the map allows" sh tests/dynamic.sh
check "every text is translated" python3 tests/messages.py publisher/po/zh_CN.po
check "every diagnostic has a case" sh tests/bad-complete.sh
check "the manual pages are sound" sh -c '! command -v man >/dev/null || for page in publisher/man/*; do [ -z "$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)" ] || exit 1; done'
check "the pages on editions and templates agree with the program" python3 tests/manpages.py "$HONGTOU" "$BUILD/manpages"
check "every option is documented and completed" python3 tests/options.py "$HONGTOU"
check "help and version" sh -c '"$HONGTOU" --help | grep -q "^usage: hongtou" && "$HONGTOU" --version | grep -q "^hongtou [0-9]" && ! "$HONGTOU" nonsense 2>/dev/null'
check "a SOURCE_DATE_EPOCH that is no time is wrong usage" sh -c 'for epoch in soon -1 1x 253402300800 99999999999999999999; do SOURCE_DATE_EPOCH=$epoch "$HONGTOU" check tests/small 2>/dev/null; [ $? = 2 ] || exit 1; done; SOURCE_DATE_EPOCH=253402300799 "$HONGTOU" check tests/small 2>/dev/null'
check "usage errors end with 2" sh -c '"$HONGTOU" 2>/dev/null; [ $? = 2 ] && { "$HONGTOU" render 2>/dev/null; [ $? = 2 ]; } && { "$HONGTOU" render --dump=x input/jining-2018h1 2>/dev/null; [ $? = 2 ]; }'
check "Chinese help" sh -c '"$HONGTOU" --lang zh --help | grep -q "用法："'
check "Chinese by the environment" sh -c 'LC_ALL= LANGUAGE= LANG=zh_CN.UTF-8 "$HONGTOU" check tests/bad/number-form 2>&1 | grep -q "不合发文字号的写法"'
check "JSON diagnostics" sh -c '"$HONGTOU" --json check tests/bad/row-short 2>&1 | python3 -c "import json,sys; d=json.load(sys.stdin); assert d[0][\"code\"]==\"row-short\" and d[0][\"line\"]==3 and d[0][\"row\"]==2, d"'
check "config shows whence a value comes" sh -c '"$HONGTOU" config input/jining-2018h1 --show-origin | grep -q "^input/jining-2018h1/edition.ini:9	head.mark=preprinted$" && "$HONGTOU" config input/jining-2018h1 --show-origin | grep -q "/templates/gbt9704.ini:[0-9]*	page.width=210mm$" && "$HONGTOU" config input/jining-2018h1 | grep -q "^column.项目名称.stack=merged$"'
check "config as JSON" sh -c '"$HONGTOU" --json config input/jining-2018h1 | python3 -c "import json,sys; d=json.load(sys.stdin); assert [e for e in d if e[\"section\"]==\"template\" and e[\"key\"]==\"name\" and e[\"value\"]==\"tongbao\" and e[\"line\"]==5], d"'
check "completion loads" bash -n publisher/completion/hongtou.bash
check "the sample's cells equal the real document" python3 tests/seed/check.py
echo "ended structure"
