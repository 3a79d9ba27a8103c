/* [vars] and [period] of an edition, and a text, divided by a line ----: an error, or a text of which every character knows a place in the
 * template, and each that was not put in stands there. */
#include "fuzz.h"
#include <stdio.h>
#include <unistd.h>
#include "expand/expand.h"

enum { ROWS = 4, COLUMNS = 4, HIDDEN = 2 };
static const char *const heads[COLUMNS] = { "单位", "投资/完成", "率", "责任" };
static const char *const cells[ROWS][COLUMNS] = {
	{ "甲", "1.50", "50%", "A\nB" }, { "甲", "2.25万元", "100%", "B" }, { "其中：乙", "", "0", "2018-06-30" }, { "合计", "3.75", "", "" },
};

static const char *head(const void *data, int column) { return data ? heads[column] : NULL; }
static bool is_list(const void *data, int column) { return data && column == 3; }
static bool is_ordinary(const void *data, int row) { return data && row < ROWS - 1; }
static struct expand_cell cell(const void *data, int row, int column)
{
	const char *text = data ? cells[row][column] : NULL;
	return (struct expand_cell){ .text = text, .covered = row == 1 && column == 0, .empty = !*text };
}
static struct place place(const void *data, int row, int column)
{
	return (struct place){ .file = data ? "t.csv" : NULL, .line = row + 2, .column = column + 1, .row = row + 1, .heading = heads[column] };
}

static bool is_total(const void *data, int row) { return data && row == ROWS - 1; }
static struct expand_values values(const void *data, int column)
{
	static const char *const names[] = { "甲局", "乙局", "滞后" };
	return (struct expand_values){ .names = names, .declared = data && column == 1 ? 2 : 0, .count = column < 3 ? 3 : 0 };
}

/* A public copy without the third row. */
static int shown(int row) { return row < HIDDEN ? row : row + 1; }
static bool is_shown_ordinary(const void *data, int row) { return is_ordinary(data, shown(row)); }
static bool is_shown_total(const void *data, int row) { return is_total(data, shown(row)); }
static struct expand_cell shown_cell(const void *data, int row, int column) { return cell(data, shown(row), column); }
static struct place shown_place(const void *data, int row, int column) { return place(data, shown(row), column); }

static bool of_documents(const char *section, const char *key) { return strcmp(section, "document") == 0 && key[0]; }

/* A character as it stands at a line and column of the text. */
static const char *character_at(const struct source *source, const struct place *at)
{
	const char *text = source->text + source->line_start[at->line - 1];
	for (int column = 1; column < at->column; column++)
		do
			text++;
		while (((unsigned char)*text & 0xC0) == 0x80);
	return text;
}

static void check_places(const struct source *before, const struct source *after)
{
	const struct place_map *map = after->map;
	for (size_t p = 0; p < map->count; p++) {
		size_t end = p + 1 < map->count ? map->pieces[p + 1].start : map->length;
		require(map->pieces[p].start <= end && end <= map->length);
		for (size_t i = map->pieces[p].start; i < end; i++) {
			if (((unsigned char)map->text[i] & 0xC0) == 0x80 || (i - map->pieces[p].start > 200 && i + 50 < end))
				continue;
			struct place at = source_place(after, i);
			require(at.line >= 1 && at.line <= before->lines && at.column >= 1);
			require(!map->pieces[p].literal || *character_at(before, &at) == map->text[i]);
		}
	}
}

static void expand(struct arena *arena, struct diagnostics *all, const char *path, struct source *source)
{
	static const char *const templates[] = { "templates", NULL };
	static const struct expand_table whole = { .id = "t", .data = "", .rows = ROWS, .columns = COLUMNS, .head = head, .is_list = is_list,
	                                           .is_ordinary = is_ordinary, .is_total = is_total, .values = values, .cell = cell, .place = place };
	const struct expand_table public = { .id = "t", .data = "", .rows = ROWS - 1, .columns = COLUMNS, .head = head, .is_list = is_list, .is_ordinary = is_shown_ordinary,
	                                     .is_total = is_shown_total, .values = values, .cell = shown_cell, .place = shown_place, .whole = &whole };
	const struct expand_table tables[] = { source->length % 3 ? whole : public, { .id = "broken", .head = head } };
	struct settings *settings = NULL;
	struct source before = *source;
	if (settings_load(arena, all, path, templates, &settings))
		return;
	struct expansion *expansion = expansion_new(arena, all, settings);
	int result = expansion_values(expansion, of_documents);
	result |= expansion_tables(expansion, tables, 1 + (source->length % 2));
	int text = expansion_text(expansion, source);
	require(!(result | text) == !expansion_failed(expansion));
	require((result | text) == 0 || diagnostics_count(all, SEVERITY_ERROR) > 0 || source->length % 2);    /* what is broken is reported elsewhere */
	require(source->length <= EXPAND_MOST_BYTES + before.length);
	if (!text && source->map)
		check_places(&before, source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[] = "/tmp/hongtou-fuzz-XXXXXX";
	static int fd;
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct source source;
	if (!fd)
		require((fd = mkstemp(path)) > 0);
	const uint8_t *middle = size ? memmem(data, size, "\n----\n", 6) : NULL;
	size_t settings = middle ? (size_t)(middle - data) + 1 : 0, text = middle ? settings + 5 : 0;
	require(ftruncate(fd, 0) == 0 && pwrite(fd, data, settings, 0) == (ssize_t)settings);
	if (source_decode(arena, all, "b.txt", (struct bytes){ data + text, size - text }, &source) == 0)
		expand(arena, all, path, &source);
	arena_free(arena);
	return 0;
}
