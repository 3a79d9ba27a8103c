/* Any text as a cell, any as names of units: nothing but blanks and breaks is lost or added, in good time. */
#include "fuzz.h"
#include "model/cell.h"

static size_t inked(const char *text)
{
	size_t count = 0;
	for (; *text; text++) {
		if (strncmp(text, "\xE3\x80\x80", 3) == 0)
			text += 2;
		else
			count += !strchr(" \t\n", *text);
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct source source;
	static const char *names[] = { "社会事业发展局", "财政分局", "各街道", "aa", "a" };
	const struct name_list units = { names, 5 };
	if (size && source_decode(arena, all, "f", (struct bytes){ data + 1, size - 1 }, &source) == 0) {
		const struct table_column column = { .breaks = (enum cell_breaks)(data[0] % 3), .stack = data[0] % 7 == 0 };
		require(inked(cell_text(arena, source.text, &column, &units)) == inked(source.text));
		cell_is_spoiled(source.text);
	}
	arena_free(arena);
	return 0;
}
