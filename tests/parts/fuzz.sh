# A short run of each fuzz target, from the samples and the bad cases on. FUZZ_SECONDS sets how long.
. tests/parts/lib.sh
seconds=${FUZZ_SECONDS:-8}
mkdir -p build/fuzz
rooms=$(ls publisher/base/*.c publisher/read/*.c publisher/model/*.c publisher/style/*.c)
# What sets tables is linked to fuzz_table only.
setting=$(ls publisher/font/*.c publisher/text/*.c publisher/page/*.c publisher/layout/*.c)
setting_flags="$(pkg-config --cflags harfbuzz harfbuzz-subset freetype2)"
setting_libraries="$(pkg-config --libs harfbuzz harfbuzz-subset freetype2)"
# What judges signatures is linked to fuzz_seal_*, and has seeds of its own.
finishing=$(ls publisher/finished/*.c)
sealing="$(ls publisher/seal/*.c) $finishing"
finishing_libraries="$(pkg-config --libs libqpdf libcrypto) -ldeflate"
rm -rf build/fuzz/seal-seeds
mkdir -p build/fuzz/seal-seeds
check "seeds of signatures" python3 tests/fuzz/seeds_seal.py build/fuzz/seal-seeds
for target in tests/fuzz/fuzz_*.c; do
	name=$(basename "$target" .c) more= flags= libraries= length=4096
	[ "$name" != fuzz_profile ] || more=publisher/emit/printing.c
	[ "$name" != fuzz_words ] || more=$(ls publisher/diff/*.c)
	[ "$name" != fuzz_table ] || more=$setting flags=$setting_flags libraries=$setting_libraries
	case $name in fuzz_seal_*) more=$sealing flags='-DHONGTOU_VERSION="0"' libraries="$(pkg-config --libs libcurl) $finishing_libraries" length=8192 ;; esac
	[ "$name" != fuzz_cff ] || more=$(ls publisher/font/cff*.c) flags=$setting_flags libraries=$setting_libraries
	[ "$name" != fuzz_glyf ] || more=publisher/font/glyf.c
	[ "$name" != fuzz_signed ] || more=$finishing libraries=$finishing_libraries
	[ "$name" != fuzz_finished_text ] || more=$finishing libraries=$finishing_libraries
	check "$name builds" clang -std=c11 -D_GNU_SOURCE -DHONGTOU_ROOT='"."' -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
		-Ipublisher $flags -o "build/fuzz/$name" "$target" $rooms $more $libraries -liniparser -lcsv -lminizip -lexpat -lpng -ldeflate -lm
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
done
echo "ended fuzz"
