/* For people: one line a thing, [-what was-] dropped and {+what is+} new, both coloured on a terminal as well. */
#include "diff/print.h"
#include <string.h>
#include "base/language.h"
#include "base/utf8.h"
#include "diff/view.h"

enum { NAME_MOST = 40, TEXT_MOST = 60 };    /* characters of a row's name, of a text that came or went as a whole */

struct printer { const struct diff *diff; struct arena *arena; bool coloured; FILE *out; };

enum colour { COLOUR_NONE, COLOUR_OLD, COLOUR_NEW, COLOUR_HEAD };

static void set_colour(const struct printer *printer, enum colour colour)
{
	static const char *const codes[] = { "\033[0m", "\033[31m", "\033[32m", "\033[1m" };
	if (printer->coloured)
		fputs(codes[colour], printer->out);
}

static size_t step_back(const char *text, size_t at)
{
	while (at > 0 && ((unsigned char)text[--at] & 0xC0) == 0x80)
		;
	return at;
}

static size_t step_on(const char *text, size_t at)
{
	while (((unsigned char)text[++at] & 0xC0) == 0x80)
		;
	return at;
}

void diff_skipped(const char *text, const struct piece *piece, const bool first_and_last[2], size_t skipped[2])
{
	size_t from = piece->start, to = piece->end;
	int characters = 0;
	for (size_t i = piece->start; i < piece->end; i++)
		characters += ((unsigned char)text[i] & 0xC0) != 0x80;
	skipped[0] = skipped[1] = 0;
	if (characters <= SHOWN_ENDS * (first_and_last[0] || first_and_last[1] ? 1 : 2) + 4)
		return;
	for (int i = 0; i < SHOWN_ENDS && !first_and_last[0]; i++)
		from = step_on(text, from);
	for (int i = 0; i < SHOWN_ENDS && !first_and_last[1]; i++)
		to = step_back(text, to);
	skipped[0] = from;
	skipped[1] = to;
}

const char *diff_shortened(struct arena *arena, const char *text, int most)
{
	const char *plain = view_plain(arena, text);
	size_t end = 0;
	for (int i = 0; i < most && plain[end]; i++)
		end = step_on(plain, end);
	return plain[end] ? arena_printf(arena, "%.*s\xE2\x80\xA6", (int)end, plain) : plain;
}

const char *diff_table_name(const struct document *document, const struct table *table)
{
	const char *name = table->title.text;
	for (int i = 0; i < document->attachment_count && !name; i++)
		if (document->attachments[i].table == (int)(table - document->tables))
			name = document->attachments[i].name.text;
	return name && name[0] ? name : table->id;
}

/* A stretch of text on one line. */
static void put_plain(const struct printer *printer, const char *text, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (text[i] != '\n' && text[i] != '|')
			fputc(text[i], printer->out);
}

static void put_marked(const struct printer *printer, enum piece_kind kind, const char *text, size_t start, size_t end)
{
	set_colour(printer, kind == PIECE_NEW ? COLOUR_NEW : COLOUR_OLD);
	fputs(kind == PIECE_NEW ? "{+" : "[-", printer->out);
	put_plain(printer, text, start, end);
	fputs(kind == PIECE_NEW ? "+}" : "-]", printer->out);
	set_colour(printer, COLOUR_NONE);
}

static void put_pieces(const struct printer *printer, const char *old, const char *new, const struct piece *pieces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &pieces[i];
		size_t skipped[2];
		if (piece->kind != PIECE_KEPT) {
			put_marked(printer, piece->kind, piece->kind == PIECE_NEW ? new : old, piece->start, piece->end);
			continue;
		}
		diff_skipped(new, piece, (const bool[2]){ i == 0, i + 1 == count }, skipped);
		put_plain(printer, new, piece->start, skipped[1] ? skipped[0] : piece->end);
		if (skipped[1])
			fputs("\xE2\x80\xA6\xE2\x80\xA6", printer->out);
		put_plain(printer, new, skipped[1] ? skipped[1] : piece->end, piece->end);
	}
	fputc('\n', printer->out);
}

static void put_keyword(const struct printer *printer, enum piece_kind kind, const char *word) { put_marked(printer, kind, word, 0, strlen(word)); }

/* A text that came or went as a whole, or what changed in it. */
static void put_change(const struct printer *printer, const struct text_change *change)
{
	const char *whole = change->old.text ? change->old.text : change->new.text;
	if (change->chinese_values[0]) {
		put_keyword(printer, PIECE_DROPPED, _(change->old.text));
		put_keyword(printer, PIECE_NEW, _(change->new.text));
		fputc('\n', printer->out);
		return;
	}
	if (change->piece_count) {
		put_pieces(printer, change->old.text, change->new.text, change->pieces, change->piece_count);
		return;
	}
	whole = diff_shortened(printer->arena, whole, TEXT_MOST);
	put_marked(printer, change->old.text ? PIECE_DROPPED : PIECE_NEW, whole, 0, strlen(whole));
	fputc('\n', printer->out);
}

static void put_heading(const struct printer *printer, const char *text)
{
	set_colour(printer, COLOUR_HEAD);
	fputs(text, printer->out);
	set_colour(printer, COLOUR_NONE);
	fputc('\n', printer->out);
}

static bool of_table(const struct text_change *change) { return change->label && strncmp(change->what, "table.", strlen("table.")) == 0; }

static void put_label(const struct printer *printer, const struct text_change *change)
{
	fprintf(printer->out, "  %s", _(change->label));
	if (change->number)
		fprintf(printer->out, " %d", change->number);
	fputs(_(": "), printer->out);
}

static void put_elements(const struct printer *printer)
{
	bool any = false;
	for (int i = 0; i < printer->diff->text_count; i++) {
		const struct text_change *change = &printer->diff->texts[i];
		if (!change->label || of_table(change))
			continue;
		if (!any)
			put_heading(printer, _("Elements"));
		any = true;
		put_label(printer, change);
		put_change(printer, change);
	}
}

static void put_paragraph(const struct printer *printer, const struct text_change *change)
{
	if (!change->old.text)
		fprintf(printer->out, _("  + paragraph %d: "), change->new_paragraph);
	else if (!change->new.text)
		fprintf(printer->out, _("  - former paragraph %d: "), change->old_paragraph);
	else
		fprintf(printer->out, _("  ~ paragraph %d: "), change->new_paragraph);
	put_change(printer, change);
}

static void put_paragraphs(const struct printer *printer)
{
	int number = -1;
	for (int i = 0; i < printer->diff->text_count; i++) {
		const struct text_change *change = &printer->diff->texts[i];
		if (change->label)
			continue;
		if (change->number != number)
			put_heading(printer, change->number ? arena_printf(printer->arena, _("Text of attachment %d"), change->number) : _("Body"));
		number = change->number;
		put_paragraph(printer, change);
	}
}

/* ---- tables ---- */

static void put_columns(const struct printer *printer, const char *words, const char *const *names, int count)
{
	for (int i = 0; i < count; i++) {
		fprintf(printer->out, "  %s", words);
		fprintf(printer->out, "%s\n", names[i]);
	}
}

static void put_row_head(const struct printer *printer, const struct row_change *row)
{
	const char *name = diff_shortened(printer->arena, row->name, NAME_MOST);
	FILE *out = printer->out;
	if (row->new_row < 0)
		fprintf(out, _("  - former row %d: %s"), row->old_row + 1, name);
	else if (row->old_row < 0)
		fprintf(out, _("  + row %d: %s"), row->new_row + 1, name);
	else if (row->moved)
		fprintf(out, _("  > row %d (former row %d, moved): %s"), row->new_row + 1, row->old_row + 1, name);
	else
		fprintf(out, row->cell_count ? _("  ~ row %d: %s") : _("  = row %d: %s"), row->new_row + 1, name);
	fputc('\n', out);
}

static void put_row(const struct printer *printer, const struct table *table, const struct row_change *row)
{
	put_row_head(printer, row);
	for (int i = 0; i < row->cell_count; i++) {
		const struct cell_change *cell = &row->cells[i];
		fprintf(printer->out, "      %s%s", table->columns[cell->column].name, _(": "));
		put_pieces(printer, cell->old, cell->new, cell->pieces, cell->piece_count);
	}
	for (int i = 0; i < row->untouched_count; i++)
		fprintf(printer->out, _("      ! %s: not brought up to date, says what it said\n"), table->columns[row->untouched[i]].name);
}

static void put_table_head(const struct printer *printer, const struct table_change *change)
{
	const struct diff *diff = printer->diff;
	const char *name = change->new ? diff_table_name(diff->new, change->new) : diff_table_name(diff->old, change->old), *keys = "";
	put_heading(printer, arena_printf(printer->arena, _("Table %s"), name));
	if (!change->old)
		fprintf(printer->out, _("  + the whole table, %d rows\n"), change->added);
	if (!change->new)
		fprintf(printer->out, _("  - the whole table, %d rows\n"), change->removed);
	for (int i = 0; i < change->key_count; i++)
		keys = arena_printf(printer->arena, "%s%s%s", keys, i ? "、" : "", change->key[i]);
	if (change->key_count)
		fprintf(printer->out, _("  rows are known by %s\n"), keys);
}

static void put_table(const struct printer *printer, const struct table_change *change)
{
	put_table_head(printer, change);
	const char *prefix = change->new ? arena_printf(printer->arena, "table.%s.", change->new->id) : "";
	for (int i = 0; i < printer->diff->text_count && change->new; i++) {
		const struct text_change *text = &printer->diff->texts[i];
		if (of_table(text) && strncmp(text->what, prefix, strlen(prefix)) == 0) {
			put_label(printer, text);
			put_change(printer, text);
		}
	}
	put_columns(printer, _("+ column "), change->columns_added, change->columns_added_count);
	put_columns(printer, _("- former column "), change->columns_removed, change->columns_removed_count);
	for (int i = 0; i < change->row_count; i++)
		put_row(printer, change->new, &change->rows[i]);
}

static void put_summary(const struct printer *printer)
{
	const struct diff *diff = printer->diff;
	FILE *out = printer->out;
	put_heading(printer, diff->different ? _("Summary") : _("The editions say the same."));
	fprintf(out, _("  elements: %d changed\n"), diff->elements);
	fprintf(out, _("  paragraphs: %d added, %d removed, %d changed\n"), diff->paragraphs_added, diff->paragraphs_removed, diff->paragraphs_altered);
	fprintf(out, _("  rows: %d added, %d removed, %d moved, %d changed (%d cells), %d unchanged\n"), diff->added, diff->removed, diff->moved,
	        diff->altered, diff->cells, diff->same);
	fprintf(out, _("  cells of progress not brought up to date: %d\n"), diff->untouched);
	if (diff->rewritten)
		fprintf(out, _("  cells written otherwise that mean the same: %d\n"), diff->rewritten);
}

void diff_print(const struct diff *diff, const char *const names[2], bool coloured, FILE *out)
{
	const struct printer printer = { .diff = diff, .arena = arena_new(), .coloured = coloured, .out = out };
	fprintf(out, _("From %s to %s. [-so-] stands for what was dropped, {+so+} for what is new.\n"), names[0], names[1]);
	put_elements(&printer);
	put_paragraphs(&printer);
	for (int i = 0; i < diff->table_count; i++)
		put_table(&printer, &diff->tables[i]);
	put_summary(&printer);
	arena_free(printer.arena);
}
