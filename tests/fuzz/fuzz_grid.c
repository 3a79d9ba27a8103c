/* Any text as a table: our scan and libcsv must agree on the cells; what went in comes out. */
#include "fuzz.h"
#include "read/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct source source;
	struct grid grid;
	if (size && source_decode(arena, all, "f", (struct bytes){ data + 1, size - 1 }, &source) == 0) {
		size_t in = 0, out = 0;
		for (const char *at = source.text; *at; at++)
			in += !strchr(data[0] & 1 ? ",\n\"" : "\t\n\"", *at);
		if (grid_read(arena, all, &source, data[0] & 1 ? ',' : '\t', &grid) == 0) {
			for (int r = 0; r < grid.count; r++) {
				for (int c = 0; c < grid.rows[r].count; c++) {
					const struct grid_cell *cell = &grid.rows[r].cells[c];
					require(cell->line >= 1 && cell->line <= source.lines && cell->column >= 1);
					for (const char *at = cell->text; *at; at++)
						out += !strchr(data[0] & 1 ? ",\n\"" : "\t\n\"", *at);
				}
			}
			require(in == out);
		} else {
			require(diagnostics_count(all, SEVERITY_ERROR) > 0);
			require(!diagnostics_of(all, MESSAGE_table_unreadable));
		}
	}
	arena_free(arena);
	return 0;
}
