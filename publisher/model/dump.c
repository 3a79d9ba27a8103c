/* --dump=model: what the document says, as text. */
#include <string.h>
#include "model/document.h"

static void put_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '\n')
			fputs("\\n", out);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}

static void put_words(FILE *out, const char *name, const struct words *words)
{
	if (!words->text)
		return;
	fprintf(out, "%s: ", name);
	put_quoted(out, words->text);
	if (words->at.file)
		fprintf(out, " %s:%d:%d", words->at.file, words->at.line, words->at.column);
	fputc('\n', out);
}

static void put_paragraphs(FILE *out, const struct flow_text *text)
{
	for (int i = 0; i < text->count; i++) {
		const struct paragraph *paragraph = &text->paragraphs[i];
		fprintf(out, "  paragraph %d: level %d, heading %zu bytes", i + 1, (int)paragraph->level, paragraph->heading_length);
		if (paragraph->table >= 0)
			fprintf(out, ", table %d", paragraph->table + 1);
		fputs(": ", out);
		put_quoted(out, paragraph->text.text);
		fprintf(out, " %s:%d:%d\n", paragraph->text.at.file, paragraph->text.at.line, paragraph->text.at.column);
	}
}

/* What a column is asked for beyond the common. */
static void put_column(FILE *out, const struct table_column *column)
{
	static const char *const breaks[] = { "keep", "join", "list" }, *const repeats[] = { "", " repeat marked", " repeat never" };
	static const char *const policies[] = { "", "", " of empty cells", " of equal cells" };
	fprintf(out, "%s:%s%s%s breaks %s%s%s%s%s\n", column->name, column->stack ? " stack" : "", column->merge ? " merge" : "",
	        policies[column->policy], breaks[column->breaks], repeats[column->repeat], column->row_head ? " row head" : "", column->sum ? " sum" : "",
	        column->progress ? " progress" : "");
}

static void put_cell(FILE *out, const struct table *table, int r, int c)
{
	static const char *const kinds[] = { "", " banner", " subtotal", " total" };
	const struct table_cell *cell = table_cell(table, r, c);
	struct place at = table_place_of(table, r, c);
	int span = table_span(table, r, c);
	fprintf(out, "  row %d column %d line %d:%d", r + 1, c + 1, at.line, at.column);
	if (span > 1)
		fprintf(out, " over %d rows", span);
	if (cell->columns > 1)
		fprintf(out, " over %d columns", (int)cell->columns);
	if (!cell->columns)
		fputs(" merged into the cell at the left", out);
	if (cell->covered)
		fputs(" merged into the cell above", out);
	fputs(": ", out);
	put_quoted(out, table_words(table, r, c));
	fprintf(out, "%s%s\n", kinds[table->rows[r].kind], cell->placeholder ? " placeholder" : "");
}

static void put_table(FILE *out, const struct table *table)
{
	static const char *const orientations[] = { "turned", "upright", "auto", "foldout" };
	static const char *const sums[] = { "", ", sums of pages", ", sums carried over" };
	fprintf(out, "table %s: %s, %s, %d columns, %d rows%s\n", table->id, table->file, orientations[table->orientation], table->column_count,
	        table->row_count, sums[table->sums]);
	put_words(out, "  number", &table->number);
	put_words(out, "  title", &table->title);
	put_words(out, "  subtitle", &table->subtitle);
	put_words(out, "  unit", &table->unit);
	put_words(out, "  notes", &table->notes);
	put_words(out, "  source", &table->source);
	for (int i = 0; i < table->key_count; i++)
		put_words(out, "  key", &table->key[i]);
	for (int i = 0; i < table->head_cell_count && table->head_rows > 1; i++) {
		const struct table_head_cell *cell = &table->head_cells[i];
		fprintf(out, "  head row %d column %d over %d x %d: ", cell->row + 1, cell->column + 1, cell->rows, cell->columns);
		put_quoted(out, cell->text.text);
		fputc('\n', out);
	}
	for (int c = 0; c < table->column_count; c++) {
		fprintf(out, "  column %d ", c + 1);
		put_column(out, &table->columns[c]);
	}
	for (int r = 0; r < table->row_count; r++)
		for (int c = 0; c < table->column_count; c++)
			put_cell(out, table, r, c);
}

static void put_head(const struct document *document, FILE *out)
{
	static const char *const formats[] = { "document", "letter", "order", "minutes", "bulletin" };
	static const char *const directions[] = { "down", "up", "level" };
	if (document->format || document->direction)
		fprintf(out, "format: %s, %s\n", formats[document->format], directions[document->direction]);
	put_words(out, "mark name", &document->mark_name);
	for (int i = 0; document->mark_line_count > 1 && i < document->mark_line_count; i++)
		put_words(out, "  line", &document->mark_lines[i]);
	put_words(out, "  suffix", &document->mark_suffix);
	put_words(out, "issue", &document->head_issue);
	put_words(out, "edited by", &document->head_issuer);
	put_words(out, "head date", &document->head_date);
}

static void put_issuers(const struct document *document, FILE *out)
{
	for (int i = 0; i < document->issuer_count; i++) {
		const struct issuer *issuer = &document->issuers[i];
		put_words(out, "issuer", &issuer->name);
		put_words(out, "signer", &issuer->signer);
		put_words(out, "post", &issuer->post);
		put_words(out, "stamp", &issuer->stamp);
		put_words(out, "seal", &issuer->seal);
		put_words(out, "diameter", &issuer->diameter);
	}
}

static void put_imprint(const struct document *document, FILE *out)
{
	if (document->addressee_in_imprint)
		fputs("addressee: in the imprint\n", out);
	put_words(out, "copies to", &document->copies_to);
	put_words(out, "printer", &document->printer);
	put_words(out, "imprint date", &document->print_date);
	put_words(out, "imprint extra", &document->imprint_extra);
	fprintf(out, "imprint on an even page: %s\n", document->imprint_even_page ? "yes" : "no");
}

void document_dump(const struct document *document, FILE *out)
{
	static const char *const marks[] = { "printed", "preprinted", "none" };
	static const char *const modes[] = { "sealed", "unsealed", "stamp" };
	fprintf(out, "document: %s, mark %s\n", document->draft ? "draft" : "final", marks[document->mark]);
	put_head(document, out);
	put_words(out, "copy number", &document->copy_number);
	put_words(out, "secrecy", &document->secrecy);
	put_words(out, "urgency", &document->urgency);
	put_words(out, "number", &document->number);
	put_words(out, "title", &document->title);
	put_words(out, "addressee", &document->addressee);
	fprintf(out, "body: %d paragraphs\n", document->body.count);
	put_paragraphs(out, &document->body);
	for (int i = 0; i < document->attachment_count; i++) {
		const struct attachment *attachment = &document->attachments[i];
		fprintf(out, "attachment %d:", i + 1);
		if (attachment->table >= 0)
			fprintf(out, " table %s", document->tables[attachment->table].id);
		fputc('\n', out);
		put_words(out, "  label", &attachment->label);
		put_words(out, "  name", &attachment->name);
		put_paragraphs(out, &attachment->text);
	}
	if (document->attachment_count)
		put_words(out, "attachment label", &document->attachment_label);
	put_issuers(document, out);
	fprintf(out, "signature: %s\n", modes[document->signature_mode]);
	put_words(out, "signature name", &document->signature);
	put_words(out, "date", &document->date);
	put_words(out, "annotation", &document->annotation);
	for (int i = 0; i < document->attendance_count; i++)
		put_words(out, document->attendances[i].label.text, &document->attendances[i].names);
	put_imprint(document, out);
	for (int i = 0; i < document->table_count; i++)
		put_table(out, &document->tables[i]);
}
