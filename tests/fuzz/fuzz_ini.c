/* Any text as an INI: scanner and iniparser must agree, and an error is always said. */
#include "fuzz.h"
#include "read/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct source source;
	struct ini ini;
	if (source_decode(arena, all, "f.ini", (struct bytes){ data, size }, &source) == 0) {
		int result = ini_read(arena, all, &source, &ini);
		require(result == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0);
		char *text = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&text, &length);
		diagnostics_print(all, DIAGNOSTIC_TEXT, out);
		fclose(out);
		require(!strstr(text, "is read in two ways") && !strstr(text, "iniparser cannot read"));
		free(text);
	}
	arena_free(arena);
	return 0;
}
