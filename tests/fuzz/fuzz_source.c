/* Any bytes: either an error or valid UTF-8 without NUL, whose every offset has a place. */
#include "fuzz.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct source source;
	if (source_decode(arena, all, "f", (struct bytes){ data, size }, &source) == 0) {
		require(strlen(source.text) == source.length && utf8_invalid(source.text, source.length) == source.length);
		require(!memchr(source.text, '\r', source.length));
		struct place at = source_place(&source, source.length);
		require(at.line == source.lines && at.column >= 1);
	} else {
		require(diagnostics_count(all, SEVERITY_ERROR) > 0);
	}
	arena_free(arena);
	return 0;
}
