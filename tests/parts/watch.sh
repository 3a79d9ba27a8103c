# hongtou watch: its rounds and its server, then its page in a headless Chromium where there is one (Ubuntu has only a snap).
. tests/parts/lib.sh
python3 tests/watch.py "$HONGTOU" "$BUILD/watch" || echo "not ok watch.py came to its end"
if python3 -c 'import sys; sys.path.insert(0, "tests"); import browser; sys.exit(0 if browser.find() else 1)'; then
	python3 tests/watch_browser.py "$HONGTOU" "$BUILD/watch-browser" || echo "not ok watch_browser.py came to its end"
else
	echo "  no Chromium on this machine: the page itself was not tested"
fi
echo "ended watch"
