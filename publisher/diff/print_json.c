/* For machines: one object; names of its members are fixed, texts are those of the editions. */
#include "base/json.h"
#include "diff/print.h"

static const char *state_of(bool old, bool new) { return !old ? "added" : !new ? "removed" : "changed"; }

static void put_member(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":", name);
	json_put_string(out, text);
}

static void put_names(FILE *out, const char *name, const char *const *names, int count)
{
	fprintf(out, ",\"%s\":[", name);
	for (int i = 0; i < count; i++) {
		fputs(i ? "," : "", out);
		json_put_string(out, names[i]);
	}
	fputc(']', out);
}

static void put_pieces(FILE *out, const char *old, const char *new, const struct piece *pieces, size_t count)
{
	static const char *const kinds[] = { "=", "-", "+" };
	fputs(",\"pieces\":[", out);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "%s[\"%s\",\"", i ? "," : "", kinds[pieces[i].kind]);
		json_put_escaped(out, (pieces[i].kind == PIECE_DROPPED ? old : new) + pieces[i].start, pieces[i].end - pieces[i].start);
		fputs("\"]", out);
	}
	fputc(']', out);
}

static void put_place(FILE *out, const char *prefix, const struct words *words)
{
	if (!words->text || !words->at.file)
		return;
	fprintf(out, ",\"%s_file\":", prefix);
	json_put_string(out, words->at.file);
	fprintf(out, ",\"%s_line\":%d", prefix, words->at.line);
}

static void put_text(FILE *out, const struct text_change *change)
{
	fputs("{\"what\":", out);
	json_put_string(out, change->what);
	fprintf(out, ",\"state\":\"%s\"", state_of(change->old.text, change->new.text));
	if (change->number)
		fprintf(out, ",\"number\":%d", change->number);
	if (change->old_paragraph)
		fprintf(out, ",\"old_paragraph\":%d", change->old_paragraph);
	if (change->new_paragraph)
		fprintf(out, ",\"new_paragraph\":%d", change->new_paragraph);
	put_member(out, "old", change->old.text);
	put_member(out, "new", change->new.text);
	put_place(out, "old", &change->old);
	put_place(out, "new", &change->new);
	put_pieces(out, change->old.text, change->new.text, change->pieces, change->piece_count);
	fputc('}', out);
}

static void put_texts(FILE *out, const struct diff *diff, const char *name, bool paragraphs)
{
	bool any = false;
	fprintf(out, ",\n\"%s\":[", name);
	for (int i = 0; i < diff->text_count; i++) {
		if (!diff->texts[i].label != paragraphs)
			continue;
		fputs(any ? ",\n" : "\n", out);
		any = true;
		put_text(out, &diff->texts[i]);
	}
	fputc(']', out);
}

static void put_cell(FILE *out, const struct table *table, const struct cell_change *cell)
{
	fputs("{\"column\":", out);
	json_put_string(out, table->columns[cell->column].name);
	put_member(out, "old", cell->old);
	put_member(out, "new", cell->new);
	put_pieces(out, cell->old, cell->new, cell->pieces, cell->piece_count);
	fputc('}', out);
}

static void put_row(FILE *out, const struct table *table, const struct row_change *row)
{
	bool same = row->old_row >= 0 && row->new_row >= 0 && !row->cell_count;
	fprintf(out, "{\"state\":\"%s\",\"moved\":%s", same ? "same" : state_of(row->old_row >= 0, row->new_row >= 0), row->moved ? "true" : "false");
	if (row->old_row >= 0)
		fprintf(out, ",\"old_row\":%d", row->old_row + 1);
	if (row->new_row >= 0)
		fprintf(out, ",\"new_row\":%d", row->new_row + 1);
	put_member(out, "name", row->name);
	fputs(",\"cells\":[", out);
	for (int i = 0; i < row->cell_count; i++) {
		fputs(i ? "," : "", out);
		put_cell(out, table, &row->cells[i]);
	}
	fputs("],\"untouched\":[", out);
	for (int i = 0; i < row->untouched_count; i++) {
		fputs(i ? "," : "", out);
		json_put_string(out, table->columns[row->untouched[i]].name);
	}
	fputs("]}", out);
}

static void put_counts(FILE *out, const char *lead, const int counts[8])
{
	static const char *const names[] = { "added", "removed", "moved", "changed", "cells", "untouched", "unchanged", "rewritten" };
	fprintf(out, "%s", lead);
	for (int i = 0; i < 8; i++)
		fprintf(out, "%s\"%s\":%d", i ? "," : "", names[i], counts[i]);
}

static void put_table(FILE *out, const struct table_change *change)
{
	const struct table *table = change->new ? change->new : change->old;
	fputs("{\"id\":", out);
	json_put_string(out, table->id);
	fprintf(out, ",\"state\":\"%s\"", state_of(change->old, change->new));
	put_names(out, "key", change->key, change->key_count);
	put_names(out, "columns_added", change->columns_added, change->columns_added_count);
	put_names(out, "columns_removed", change->columns_removed, change->columns_removed_count);
	fputs(",\"rows\":[", out);
	for (int i = 0; i < change->row_count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_row(out, table, &change->rows[i]);
	}
	put_counts(out, "],", (const int[8]){ change->added, change->removed, change->moved, change->altered, change->cells, change->untouched,
	                                      change->same, change->rewritten });
	fputc('}', out);
}

void diff_print_json(const struct diff *diff, const char *const names[2], FILE *out)
{
	fputs("{\"old\":", out);
	json_put_string(out, names[0]);
	put_member(out, "new", names[1]);
	fprintf(out, ",\"different\":%s", diff->different ? "true" : "false");
	put_texts(out, diff, "elements", false);
	put_texts(out, diff, "paragraphs", true);
	fputs(",\n\"tables\":[", out);
	for (int i = 0; i < diff->table_count; i++) {
		fputs(i ? ",\n" : "\n", out);
		put_table(out, &diff->tables[i]);
	}
	fprintf(out, "],\n\"summary\":{\"elements\":%d,\"paragraphs_added\":%d,\"paragraphs_removed\":%d,\"paragraphs_changed\":%d,", diff->elements,
	        diff->paragraphs_added, diff->paragraphs_removed, diff->paragraphs_altered);
	put_counts(out, "", (const int[8]){ diff->added, diff->removed, diff->moved, diff->altered, diff->cells, diff->untouched, diff->same, diff->rewritten });
	fputs("}}\n", out);
}
