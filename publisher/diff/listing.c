/* A table whose first column, what happened, goes on over the rows that share it. Stretches of text that stayed are
 * shortened to their ends. */
#include "diff/listing.h"
#include <string.h>
#include "base/buffer.h"
#include "diff/print.h"
#include "diff/view.h"

enum { COLUMNS = 5, NAME_MOST = 30, EXCERPT_MOST = 60, WHOLE_MOST = 300 };  /* characters of a row's name, of a text that stayed, of one that came or went */
const char diff_listing_kinds[] = "变化";
static const char *const heads[COLUMNS] = { diff_listing_kinds, "项目", "所在", "上期", "本期" };

struct listing { struct arena *arena; const struct diff *diff; const char *(*rows)[COLUMNS]; size_t count, capacity; };

static void add(struct listing *listing, const char *const texts[COLUMNS])
{
	ARENA_GROW(listing->arena, listing->rows, &listing->capacity, listing->count + 1);
	memcpy(listing->rows[listing->count++], texts, sizeof *listing->rows);
}

/* One side of a changed text: its pieces and the ends of what stayed. */
static const char *side_of(struct arena *arena, const char *const texts[2], const struct piece *pieces, size_t count, bool new)
{
	struct buffer out = { .arena = arena };
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];
		size_t skipped[2] = { 0, 0 };
		if (piece->kind == (new ? PIECE_DROPPED : PIECE_NEW))
			continue;
		const char *text = texts[piece->kind != PIECE_DROPPED];
		if (piece->kind == PIECE_KEPT)
			diff_skipped(text, piece, (const bool[2]){ i == 0, i + 1 == count }, skipped);
		buffer_add(&out, text + piece->start, (skipped[1] ? skipped[0] : piece->end) - piece->start);
		if (skipped[1]) {
			buffer_put(&out, "……");
			buffer_add(&out, text + skipped[1], piece->end - skipped[1]);
		}
	}
	return view_plain(arena, out.text ? out.text : "");
}

static void add_text(struct listing *listing, const struct text_change *text)
{
	struct arena *arena = listing->arena;
	const char *const texts[2] = { text->old.text ? text->old.text : "", text->new.text ? text->new.text : "" };
	const char *what = !text->old.text ? "新增" : !text->new.text ? "删除" : "改动", *item = "文件要素", *where = text->chinese, *shown[2];
	for (int i = 0; i < 2; i++)
		shown[i] = text->chinese_values[i] ? text->chinese_values[i] : text->piece_count ? side_of(arena, texts, text->pieces, text->piece_count, i) : diff_shortened(arena, texts[i], WHOLE_MOST);
	if (!text->label) {
		item = text->number ? arena_printf(arena, "附件%d正文", text->number) : "正文";
		where = text->new_paragraph ? arena_printf(arena, "第%d段", text->new_paragraph) : arena_printf(arena, "原第%d段", text->old_paragraph);
	} else if (text->number) {
		where = arena_printf(arena, "%s%d", text->chinese, text->number);
	}
	add(listing, (const char *const[COLUMNS]){ what, item, where, shown[0], shown[1] });
}

/* ---- rows; several tables are told apart by their names ---- */

/* Up to the first full stop: the rest of a row's text explains its subject. */
static const char *name_of(struct listing *listing, const struct row_change *row)
{
	const char *stop = strstr(row->name, "。");
	return diff_shortened(listing->arena, stop ? arena_strndup(listing->arena, row->name, (size_t)(stop - row->name)) : row->name, NAME_MOST);
}

static const char *row_place(struct listing *listing, const struct table_change *table, int row, const char *former)
{
	bool several = listing->diff->new->table_count > 1 || listing->diff->old->table_count > 1;
	const char *name = !several ? "" : table->new ? diff_table_name(listing->diff->new, table->new) : diff_table_name(listing->diff->old, table->old);
	return arena_printf(listing->arena, "%s%s第%d行", name, former, row + 1);
}

static void add_altered(struct listing *listing, const struct table_change *table, const struct row_change *row)
{
	for (int i = 0; i < row->cell_count; i++) {
		const struct cell_change *cell = &row->cells[i];
		const char *const texts[2] = { cell->old, cell->new };
		const char *where = arena_printf(listing->arena, "%s·%s", row_place(listing, table, row->new_row, ""), table->new->columns[cell->column].name);
		add(listing, (const char *const[COLUMNS]){ "改动", name_of(listing, row), where, side_of(listing->arena, texts, cell->pieces, cell->piece_count, false),
		                                           side_of(listing->arena, texts, cell->pieces, cell->piece_count, true) });
	}
}

static void add_untouched(struct listing *listing, const struct table_change *table, const struct row_change *row)
{
	for (int i = 0; i < row->untouched_count; i++) {
		int column = row->untouched[i];
		const char *where = arena_printf(listing->arena, "%s·%s", row_place(listing, table, row->new_row, ""), table->new->columns[column].name);
		const char *text = table_words(table->new, table_anchor(table->new, row->new_row, column), column);
		add(listing, (const char *const[COLUMNS]){ "进展未更新", name_of(listing, row), where, diff_shortened(listing->arena, text, EXCERPT_MOST), "未更新" });
	}
}

enum part { PART_ADDED, PART_REMOVED, PART_ALTERED, PART_MOVED, PART_UNTOUCHED, PARTS };

static void add_row(struct listing *listing, const struct table_change *table, const struct row_change *row, enum part part)
{
	bool added = row->old_row < 0, removed = row->new_row < 0;
	if (part == PART_ADDED && added)
		add(listing, (const char *const[COLUMNS]){ "新增", name_of(listing, row), row_place(listing, table, row->new_row, ""), "", "新增一行" });
	else if (part == PART_REMOVED && removed)
		add(listing, (const char *const[COLUMNS]){ "删除", name_of(listing, row), row_place(listing, table, row->old_row, "原"), "原有一行", "" });
	else if (part == PART_MOVED && row->moved)
		add(listing, (const char *const[COLUMNS]){ "移动", name_of(listing, row), row_place(listing, table, row->new_row, ""),
		                                           row_place(listing, table, row->old_row, "原"), row_place(listing, table, row->new_row, "") });
	else if (part == PART_ALTERED)
		add_altered(listing, table, row);
	else if (part == PART_UNTOUCHED)
		add_untouched(listing, table, row);
}

static void add_columns(struct listing *listing, const struct table_change *table)
{
	for (int i = 0; i < table->columns_added_count; i++)
		add(listing, (const char *const[COLUMNS]){ "新增", "表格的列", table->columns_added[i], "", "新增一列" });
	for (int i = 0; i < table->columns_removed_count; i++)
		add(listing, (const char *const[COLUMNS]){ "删除", "表格的列", table->columns_removed[i], "原有一列", "" });
}

static void add_whole(struct listing *listing, const struct table_change *table)
{
	const struct diff *diff = listing->diff;
	const char *name = table->new ? diff_table_name(diff->new, table->new) : diff_table_name(diff->old, table->old);
	const char *rows = arena_printf(listing->arena, "共%d行", table->new ? table->added : table->removed);
	if (!table->old)
		add(listing, (const char *const[COLUMNS]){ "新增", "整个表格", name, "", rows });
	else if (!table->new)
		add(listing, (const char *const[COLUMNS]){ "删除", "整个表格", name, rows, "" });
}

static void fill(struct listing *listing)
{
	const struct diff *diff = listing->diff;
	for (int i = 0; i < diff->text_count; i++)
		add_text(listing, &diff->texts[i]);
	for (int t = 0; t < diff->table_count; t++) {
		add_whole(listing, &diff->tables[t]);
		add_columns(listing, &diff->tables[t]);
	}
	for (int part = 0; part < PARTS; part++)
		for (int t = 0; t < diff->table_count; t++)
			for (int i = 0; i < diff->tables[t].row_count; i++)
				add_row(listing, &diff->tables[t], &diff->tables[t].rows[i], (enum part)part);
	if (!listing->count)
		add(listing, (const char *const[COLUMNS]){ "无变化", "", "", "", "" });
}

/* ---- as a table ---- */

static void set_columns(struct arena *arena, struct table *table)
{
	struct table_column *columns = arena_array(arena, COLUMNS, sizeof *columns);
	struct table_head_cell *cells = arena_array(arena, COLUMNS, sizeof *cells);
	for (int c = 0; c < COLUMNS; c++) {
		columns[c] = (struct table_column){ .name = heads[c], .head = { .text = heads[c] }, .breaks = BREAKS_KEEP };
		columns[c].policy = c == 0 ? MERGE_EQUAL : MERGE_NEVER;
		columns[c].merge = c == 0;
		columns[c].row_head = c < 2;
		cells[c] = (struct table_head_cell){ .text = { .text = heads[c] }, .column = c, .rows = 1, .columns = 1 };
	}
	table->columns = columns;
	table->head_cells = cells;
	table->column_count = table->head_cell_count = COLUMNS;
	table->head_rows = 1;
}

static void set_cells(const struct listing *listing, struct table *table)
{
	struct table_cell *cells = arena_array(listing->arena, listing->count * COLUMNS, sizeof *cells);
	struct buffer texts = { .arena = listing->arena };
	buffer_byte(&texts, '\0');
	for (size_t r = 0; r < listing->count; r++)
		for (int c = 0; c < COLUMNS; c++) {
			bool covered = c == 0 && r > 0 && strcmp(listing->rows[r][0], listing->rows[r - 1][0]) == 0;
			const char *text = covered ? "" : listing->rows[r][c];
			cells[r * COLUMNS + (size_t)c] = (struct table_cell){ .text = text[0] ? (uint32_t)texts.length : 0, .columns = 1, .covered = covered };
			if (text[0])
				buffer_add(&texts, text, strlen(text) + 1);
		}
	table->cells = cells;
	table->texts = texts.text;
	table->rows = arena_array(listing->arena, listing->count, sizeof *table->rows);
	table->row_count = (int)listing->count;
	table_link(table, cells);
}

void diff_listing(struct arena *arena, const struct diff *diff, const char *title, struct table *out)
{
	struct listing listing = { .arena = arena, .diff = diff };
	fill(&listing);
	*out = (struct table){ .id = title, .file = title, .orientation = TABLE_UPRIGHT };
	set_columns(arena, out);
	set_cells(&listing, out);
	out->notes.text = arena_printf(arena, "注：表格新增%d行、删除%d行、移动%d行，改动%d行%d处，进展未更新%d处；要素改动%d处；正文新增%d段、删除%d段、改动%d段。",
	                               diff->added, diff->removed, diff->moved, diff->altered, diff->cells, diff->untouched, diff->elements,
	                               diff->paragraphs_added, diff->paragraphs_removed, diff->paragraphs_altered);
}
