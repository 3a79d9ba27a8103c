#include "diff/key.h"
#include <string.h>
#include "base/buffer.h"
#include "base/decimal.h"
#include "diff/meaning.h"

enum { KEY_MOST = 64 };

static bool is_serial(const char *name) { return strcmp(name, "序号") == 0 || strcmp(name, "编号") == 0; }

static bool is_ordinary(const struct view *view, int row) { return view->table->rows[row].kind == ROW_ORDINARY; }

/* Does every ordinary row have a number there, or nothing? */
static bool holds_numbers(const struct view *view, int column)
{
	struct decimal number;
	for (int r = 0; r < view->table->row_count; r++) {
		const char *text = view_text(view, r, column);
		if (is_ordinary(view, r) && text[0] && !decimal_parse(text, &number))
			return false;
	}
	return true;
}

/* Of the new table; *old: the same column in the old one. */
static bool can_be_key(const struct view sides[2], int column, int *old)
{
	const struct table_column *new = &sides[1].table->columns[column];
	*old = table_column_named(sides[0].table, new->name);
	return *old >= 0 && !new->progress && !is_serial(new->name) && !(holds_numbers(&sides[0], *old) && holds_numbers(&sides[1], column));
}

static void add(struct key *key, int old, int new)
{
	bool there = key->count == KEY_MOST;
	for (int i = 0; i < key->count; i++)
		there |= key->columns[1][i] == new;
	if (there)
		return;
	key->columns[0][key->count] = old;
	key->columns[1][key->count++] = new;
}

static bool is_label(const struct table_column *column) { return column->policy != MERGE_NEVER; }

/* Labels, and the first text behind them. */
static void choose_names(const struct view sides[2], struct key *key)
{
	int count = sides[1].table->column_count, old, behind = 0;
	for (int c = 0; c < count; c++)
		if (is_label(&sides[1].table->columns[c]) && can_be_key(sides, c, &old)) {
			add(key, old, c);
			behind = c + 1;
		}
	for (int c = behind; c < count; c++)
		if (!is_label(&sides[1].table->columns[c]) && can_be_key(sides, c, &old)) {
			add(key, old, c);
			break;
		}
}

static bool choose_serial(const struct view sides[2], struct key *key)
{
	for (int c = 0; c < sides[1].table->column_count; c++) {
		const char *name = sides[1].table->columns[c].name;
		if (is_serial(name) && table_column_named(sides[0].table, name) >= 0) {
			add(key, table_column_named(sides[0].table, name), c);
			return true;
		}
	}
	return false;
}

static bool is_unique(const struct view sides[2], const struct key *key)
{
	bool unique = true;
	for (int side = 0; side < 2 && unique; side++) {
		struct key_reader reader = { .forms = { .arena = arena_new() }, .scratch = arena_new() };
		uint32_t ordinary = 0;
		for (int r = 0; r < sides[side].table->row_count && unique; r++) {
			if (!is_ordinary(&sides[side], r))
				continue;
			unique = key_of(&reader, &sides[side], key, (const int[2]){ r, side }) == ordinary;
			ordinary++;
		}
		arena_free(reader.forms.arena);
		arena_free(reader.scratch);
	}
	return unique;
}

static void find(const struct view sides[2], struct key *out)
{
	struct key names = { .count = 0 }, serial = { .count = 0 };
	int old;
	choose_names(sides, &names);
	*out = names;
	if (names.count && is_unique(sides, &names))
		return;
	if (choose_serial(sides, &serial) && (!names.count || is_unique(sides, &serial))) {
		*out = serial;
		return;
	}
	struct key more = names;
	for (int c = 0; c < sides[1].table->column_count; c++) {
		if (!can_be_key(sides, c, &old))
			continue;
		add(&more, old, c);
		if (more.count > names.count && is_unique(sides, &more)) {
			*out = more;
			return;
		}
	}
}

/* A key that a template gives holds for tables that have its columns; one of the edition's own has been looked at when it was read. */
static bool is_given(const struct table *table)
{
	bool given = table->key_count > 0;
	for (int i = 0; i < table->key_count; i++)
		given &= table_column_named(table, table->key[i].text) >= 0;
	return given;
}

static int take_given(struct diagnostics *all, const struct view sides[2], struct key *out)
{
	const struct table *table = sides[1].table;
	const struct place at = { .file = sides[0].table->file };
	int result = 0;
	for (int i = 0; i < table->key_count; i++) {
		int old = table_column_named(sides[0].table, table->key[i].text);
		if (old < 0)
			result = REPORT(all, diff_key_missing, &at, table->key[i].text);
		else
			add(out, old, table_column_named(table, table->key[i].text));
	}
	return result;
}

int key_choose(struct diagnostics *all, const struct view sides[2], struct key *out)
{
	const struct place at = { .file = sides[1].table->file };
	*out = (struct key){ .given = is_given(sides[1].table) };
	if (out->given)
		return take_given(all, sides, out);
	find(sides, out);
	return out->count ? 0 : REPORT(all, diff_no_key, &at, sides[1].table->id);
}

/* Totals, subtotals and group lines are known by their words alone. */
static const char *first_text(const struct view *view, int row)
{
	int c = 0;
	while (c < view->table->column_count - 1 && !view_text(view, row, c)[0])
		c++;
	return view_text(view, row, c);
}

uint32_t key_of(struct key_reader *reader, const struct view *view, const struct key *key, const int row_and_side[2])
{
	struct buffer all = { .arena = reader->scratch };
	int row = row_and_side[0];
	if (!is_ordinary(view, row))
		buffer_printf(&all, "\x1D%d%s", view->table->rows[row].kind, meaning_form(reader->scratch, first_text(view, row)));
	for (int i = 0; i < key->count && is_ordinary(view, row); i++)
		buffer_printf(&all, "%s\x1E", meaning_form(reader->scratch, view_text(view, row, key->columns[row_and_side[1]][i])));
	uint32_t number = intern(&reader->forms, all.text);
	arena_clear(reader->scratch);
	return number;
}

const char *key_name(struct arena *arena, const struct view *view, const struct key *key, const int row_and_side[2])
{
	struct buffer all = { .arena = arena };
	int row = row_and_side[0];
	for (int i = 0; i < key->count && is_ordinary(view, row); i++) {
		const char *text = view_plain(arena, view_text(view, row, key->columns[row_and_side[1]][i]));
		if (text[0])
			buffer_printf(&all, "%s%s", all.length ? " / " : "", text);
	}
	return all.length ? all.text : view_plain(arena, first_text(view, row));
}
