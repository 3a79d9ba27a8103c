# A short run of each fuzz target, from the samples and the bad cases on. FUZZ_SECONDS sets how long.
. tests/parts/lib.sh
seconds=${FUZZ_SECONDS:-5}
mkdir -p build/fuzz
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
libraries="-lhpdf $(pkg-config --libs harfbuzz harfbuzz-subset freetype2 libpng libqpdf libcurl libcrypto) -ldeflate -liniparser -lcsv -lminizip -lexpat -lm"
# Every room once, each target with what it needs of them.
check "the rooms build for fuzzing" make --no-print-directory -j"$(nproc)" BUILD=build/fuzz/rooms CC=clang OPTIMISE="-O1 -g" CFLAGS="$sanitizers -fsanitize=fuzzer-no-link" shelves
rm -rf build/fuzz/seal-seeds
mkdir -p build/fuzz/seal-seeds
check "seeds of signatures" python3 tests/fuzz/seeds_seal.py build/fuzz/seal-seeds
fuzz() {
	target=tests/fuzz/$1.c name=$1 length=4096
	case $name in fuzz_seal_*) length=8192 ;; esac
	check "$name builds" clang -std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer $sanitizers -Ipublisher $(pkg-config --cflags harfbuzz harfbuzz-subset freetype2) \
		-o "build/fuzz/$name" "$target" -Wl,--start-group build/fuzz/rooms/*.a -Wl,--end-group -Wl,--as-needed $libraries
	rm -rf "build/fuzz/$name.corpus"
	mkdir -p "build/fuzz/$name.corpus"
	for seed in input/*/* tests/bad/*/*.ini tests/bad/*/*.csv tests/bad/*/*.txt; do
		cp "$seed" "build/fuzz/$name.corpus/$(echo "$seed" | tr / _)" 2>/dev/null
	done
	python3 tests/fuzz/seeds.py "build/fuzz/$name.corpus"
	case $name in fuzz_cff|fuzz_glyf) rm "build/fuzz/$name.corpus"/*; python3 tests/fuzz/seeds_font.py "build/fuzz/$name.corpus" ;; esac
	case $name in fuzz_seal_*) cp build/fuzz/seal-seeds/* "build/fuzz/$name.corpus" ;; esac
	check "$name runs" "build/fuzz/$name" -max_total_time="$seconds" -max_len="$length" -timeout=10 -rss_limit_mb=1024 -artifact_prefix=build/fuzz/ \
		"build/fuzz/$name.corpus"
}
# As many at once as there are processors; what each says is told when it has ended.
targets=$(basename -s .c tests/fuzz/fuzz_*.c)
running=0
for one in $targets; do
	fuzz "$one" >"build/fuzz/$one.said" 2>&1 &
	running=$((running + 1))
	[ "$running" -lt "$(nproc)" ] || { wait; running=0; }
done
wait
for one in $targets; do
	cat "build/fuzz/$one.said"
done
echo "ended fuzz"
