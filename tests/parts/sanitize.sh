# Everything once under AddressSanitizer and UndefinedBehaviorSanitizer.
. tests/parts/lib.sh
flags="-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined"
check "the sanitized build builds" make --no-print-directory -j"$(nproc)" BUILD=build/sanitize OPTIMISE="-O1 -g" CFLAGS="$flags" all units
HONGTOU=$PWD/build/sanitize/hongtou
export HONGTOU ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=86 UBSAN_OPTIONS=halt_on_error=1:exitcode=86
for program in build/sanitize/unit/test_*; do
	case $program in *.log|*.tap|*.d) continue ;; esac
	unit "$program" | sed 's/^\(ok\|not ok\) /\1 sanitized /'
done
bad_cases "sanitized "
golden_cases "sanitized "
for sample in jining-2018h1 jining-2018h1-printed; do
	check "sanitized render $sample" sh -c "\"\$HONGTOU\" render input/$sample -o build/sanitize/$sample.pdf && \"\$HONGTOU\" preview input/$sample -o build/sanitize/preview --dpi 40"
done
for edition in input/*/edition.ini; do
	check "sanitized conform $(basename "$(dirname "$edition")")" sh -c "\"\$HONGTOU\" --json conform $edition >/dev/null 2>build/sanitize/conform.log; [ \$? -le 1 ] || { cat build/sanitize/conform.log; false; }"
done
check "sanitized diff" sh -c "\"\$HONGTOU\" --json diff tests/diff/june tests/diff/july && \"\$HONGTOU\" diff tests/diff/june tests/diff/july -o build/sanitize/marked.pdf --changes-page"
check "sanitized fonts" "$HONGTOU" fonts
echo "ended sanitize"
