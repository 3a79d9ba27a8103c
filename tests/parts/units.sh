. tests/parts/lib.sh
check "unit tests build" make --no-print-directory -j"$(nproc)" units
for program in "$BUILD"/unit/test_*; do
	case $program in *.log|*.tap|*.d) continue ;; esac
	unit "$program"
done
echo "ended units"
