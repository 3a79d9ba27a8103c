#include "page/change_marks.h"
#include <stdlib.h>
#include <string.h>

int change_by_line(const void *left, const void *right)
{
	const struct change_line *a = left, *b = right;
	int order = strcmp(a->file, b->file);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

int change_by_cell(const void *left, const void *right)
{
	const struct change_cell *a = left, *b = right;
	return a->row != b->row ? (a->row > b->row) - (a->row < b->row) : (a->column > b->column) - (a->column < b->column);
}

const struct change *change_of_line(const struct change_marks *marks, const char *file, int line)
{
	const struct change_line wanted = { .file = file, .line = line };
	const struct change_line *found = marks && marks->line_count && file ? bsearch(&wanted, marks->lines, marks->line_count, sizeof wanted, change_by_line) : NULL;
	return found ? &found->change : NULL;
}

int change_by_gone(const void *left, const void *right)
{
	const struct change_gone *a = left, *b = right;
	int order = strcmp(a->file, b->file);
	order = order ? order : (a->line > b->line) - (a->line < b->line);
	return order ? order : a->behind - b->behind;
}

const struct change_gone *change_gone_at(const struct change_marks *marks, const char *file, int line, bool behind)
{
	const struct change_gone wanted = { .file = file, .line = line, .behind = behind };
	return marks && marks->gone_count && file ? bsearch(&wanted, marks->gone, marks->gone_count, sizeof wanted, change_by_gone) : NULL;
}

const struct change *change_of_cell(const struct change_marks *marks, int table, const int row_and_column[2])
{
	const struct change_cell wanted = { .row = row_and_column[0], .column = row_and_column[1] }, *found = NULL;
	const struct change_table *from = marks && table < marks->table_count ? &marks->tables[table] : NULL;
	if (from && from->cell_count)
		found = bsearch(&wanted, from->cells, from->cell_count, sizeof wanted, change_by_cell);
	return found ? &found->change : NULL;
}

enum change_mark change_within(const struct change *change, size_t start, size_t end)
{
	bool within = change && !change->range_count;
	for (size_t i = 0; change && i < change->range_count && !within; i++)
		within = change->ranges[i].start < end && start < change->ranges[i].end;
	return within ? change->mark : CHANGE_NONE;
}
