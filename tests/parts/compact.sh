# Packed files hold what they held (tests/compact.py), judged by qpdf, poppler and mupdf.
. tests/parts/lib.sh
python3 tests/compact.py "$HONGTOU" && echo "ended compact"
