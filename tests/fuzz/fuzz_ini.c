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
		require(!diagnostics_of(all, MESSAGE_ini_disagree) && !diagnostics_of(all, MESSAGE_ini_unreadable));
	}
	arena_free(arena);
	return 0;
}
