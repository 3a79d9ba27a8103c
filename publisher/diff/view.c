#include "diff/view.h"
#include <string.h>

void view_open(struct arena *arena, const struct table *table, struct view *out)
{
	size_t width = (size_t)table->column_count;
	*out = (struct view){ .table = table, .anchor = arena_reserve(arena, ((size_t)table->row_count * width + 1) * sizeof *out->anchor) };
	for (int r = 0; r < table->row_count; r++)
		for (int c = 0; c < table->column_count; c++) {
			size_t at = (size_t)r * width + (size_t)c;
			out->anchor[at] = r && table_cell(table, r, c)->covered ? out->anchor[at - width] : r;
		}
}

static int anchor_of(const struct view *view, int row, int column)
{
	return view->anchor[(size_t)row * (size_t)view->table->column_count + (size_t)column];
}

const char *view_text(const struct view *view, int row, int column)
{
	int anchor = anchor_of(view, row, column);
	return table_cell(view->table, anchor, column)->placeholder ? "" : table_words(view->table, anchor, column);
}

bool view_goes_on(const struct view *view, int row, int column) { return anchor_of(view, row, column) != row; }

const char *view_plain(struct arena *arena, const char *text)
{
	char *plain = arena_alloc(arena, strlen(text) + 1), *to = plain;
	for (; *text; text++)
		if (*text != '\n')
			*to++ = *text;
	return plain;
}
