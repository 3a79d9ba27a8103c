/* Where a table's head stands in the grid, and what stands above it. */
#include <string.h>
#include "base/arena.h"
#include "model/table_build.h"
#include "model/table_head.h"

static int known_heads(const struct grid_row *row, const struct words *names, size_t count)
{
	int found = 0;
	for (size_t i = 0; i < count; i++)
		for (int c = 0; c < row->count; c++)
			if (head_equals(row->cells[c].text, names[i].text)) {
				found++;
				break;
			}
	return found;
}

static bool is_full(const struct grid_row *row)
{
	for (int c = 0; c < row->count; c++)
		if (!row->cells[c].covered && cell_is_blank(row->cells[c].text))
			return false;
	return row->count > 0;
}

int table_find_head(struct table_builder *builder)
{
	const struct words *names = NULL;
	const struct grid *grid = &builder->grid;
	size_t count = settings_instances(builder->settings, "column", &names);
	int range[2] = { 1, grid->count > 0 ? grid->count : 1 }, row = 0;
	int given = settings_integer(builder->settings, builder->all, builder->section, "head_row", range, &row);
	if (given)
		return given < 0 ? -1 : row - 1;
	for (int r = 0; count && r < grid->count; r++)
		if (known_heads(&grid->rows[r], names, count) * 2 >= (int)count)
			return r;
	for (int r = 0; r < grid->count; r++)
		if (is_full(&grid->rows[r]))
			return r;
	struct place at = { .file = grid->file };
	return REPORT(builder->all, table_no_head, &at);
}

/* Behind a label that people type before such a text. */
static const char *without_label(const char *text)
{
	static const char *const labels[] = { "单位：", "单位:", "资料来源：", "资料来源:", "数据来源：", "数据来源:", "注：", "注:", "备注：", "备注:" };
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if (strncmp(text, labels[i], strlen(labels[i])) == 0)
			return text + strlen(labels[i]);
	return text;
}

/* Is the text one that the edition gives? The number may stand before the title in one cell. */
static bool is_given(const struct table_builder *builder, const char *text)
{
	const struct table *table = builder->table;
	const struct words *given[] = { &table->number, &table->title, &table->subtitle, &table->unit, &table->notes, &table->source };
	bool same = false;
	for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
		if (given[i]->text)
			same |= strcmp(without_label(text), without_label(head_name(builder->scratch, given[i]->text))) == 0;
	if (table->number.text && table->title.text)
		same |= head_equals(arena_printf(builder->scratch, "%s%s", table->number.text, table->title.text), text);
	return same;
}

int table_check_above(struct table_builder *builder)
{
	int result = 0;
	for (int r = 0; r < builder->head; r++) {
		for (int c = 0; c < builder->grid.rows[r].count; c++) {
			const char *text = head_name(builder->scratch, builder->grid.rows[r].cells[c].text);
			struct place at = table_grid_place(builder, r, c);
			if (text[0] && is_given(builder, text))
				REPORT(builder->all, table_above_dropped, &at, text);
			else if (text[0])
				result = REPORT(builder->all, table_above_unknown, &at, text);
		}
		arena_clear(builder->scratch);
	}
	return result;
}
