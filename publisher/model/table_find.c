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

/* A row without an empty cell; one text merged across is a title. */
static bool is_full(const struct grid_row *row)
{
	int texts = 0, covered = 0;
	for (int c = 0; c < row->count; c++) {
		covered += row->cells[c].covered;
		texts += !row->cells[c].covered && !cell_is_blank(row->cells[c].text);
	}
	return texts && texts + covered == row->count && (texts > 1 || row->count == 1);
}

/* The first row from `first` to before `end` in which at least half of the template's heads occur, else the first full one; -1. */
static int head_among(const struct table_builder *builder, int first, int end)
{
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "column", &names);
	int found = -1;
	for (int r = first; count && r < end && found < 0; r++)
		if (known_heads(&builder->grid.rows[r], names, count) * 2 >= (int)count)
			found = r;
	for (int r = first; r < end && found < 0; r++)
		if (is_full(&builder->grid.rows[r]))
			found = r;
	return found;
}

/* Rows that the workbook repeats on every page are the head, but for title and unit above it. -1 if they hold no head. */
static int head_by_titles(struct table_builder *builder)
{
	const struct grid *grid = &builder->grid;
	int end = grid->title_first + grid->title_rows, head = head_among(builder, grid->title_first, end);
	for (int r = grid->title_first; r < end && head < 0; r++) {
		int texts = 0;
		for (int c = 0; c < grid->rows[r].count; c++)
			texts += !cell_is_blank(grid->rows[r].cells[c].text);
		head = texts > 1 ? r : -1;
	}
	if (head >= 0 && end - head > 1)    /* of one row merged ranges tell more */
		builder->titled_rows = end - head;
	return head;
}

int table_find_head(struct table_builder *builder)
{
	int range[2] = { 1, builder->grid.count > 0 ? builder->grid.count : 1 }, row = 0;
	int given = settings_integer(builder->settings, builder->all, builder->section, "head_row", range, &row);
	if (given)
		return given < 0 ? -1 : row - 1;
	int head = settings_lookup(builder->settings, builder->section, "head_rows") ? -1 : head_by_titles(builder);
	if (head < 0)
		head = head_among(builder, 0, builder->grid.count);
	struct place at = { .file = builder->grid.file };
	return head < 0 ? REPORT(builder->all, table_no_head, &at) : head;
}

/* The name of the attachment that the table is: it is the table's title where none is given. */
static const struct words *attachment_name(const struct table_builder *builder)
{
	const struct words *numbers = NULL, *name = NULL;
	size_t count = settings_instances(builder->settings, "attachment", &numbers);
	for (size_t i = 0; i < count && !name; i++) {
		const char *section = arena_printf(builder->scratch, "attachment.%s", numbers[i].text);
		const struct words *table = settings_lookup(builder->settings, section, "table");
		if (table && strcmp(table->text, builder->table->id) == 0)
			name = settings_lookup(builder->settings, section, "name");
	}
	return name;
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

/* Is the text of the data what the edition says, but for its wished breaks? */
static bool says(const struct table_builder *builder, const struct words *given, const char *text)
{
	char *plain = given && given->text ? arena_strdup(builder->scratch, head_name(builder->scratch, given->text)) : NULL, *to = plain;
	for (const char *from = plain; from && *from; from++)
		if (*from != '|')
			*to++ = *from;
	if (to)
		*to = '\0';
	return plain && strcmp(without_label(text), without_label(plain)) == 0;
}

/* Is the text one that the edition gives? The number may stand before the title in one cell. */
static bool is_given(const struct table_builder *builder, const char *text)
{
	const struct table *table = builder->table;
	const struct words *given[] = { &table->number, &table->title, &table->subtitle, &table->unit, &table->notes, &table->source, attachment_name(builder) };
	bool same = false;
	for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
		same |= says(builder, given[i], text);
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
