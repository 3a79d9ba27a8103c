#include "archive/report.h"
#include <string.h>
#include "base/buffer.h"
#include "base/language.h"

enum { LINE_ID, LINE_NUMBER, LINE_DATE, LINE_ISSUER, LINE_TITLE, LINE_STATE, LINE_TEXT };

const char *report_object(struct arena *arena, const char *more)
{
	struct buffer sql = { .arena = arena };
	buffer_put(&sql, "json_object(");
	for (int i = 0; i < COLUMN_COUNT; i++)
		buffer_printf(&sql, i == COLUMN_EVIDENCE ? "'%s',json(e.%s)," : "'%s',e.%s,", column_name((enum column)i), column_name((enum column)i));
	buffer_printf(&sql, "%s'state'," REPORT_STATE ")", more);
	return sql.text;
}

const char *report_what(struct archive_request *request, const char *line)
{
	struct arena *arena = request->catalogue.arena;
	if (request->json)
		return report_object(arena, line ? arena_printf(arena, "'line',%s,", line) : "");
	return arena_printf(arena, "e.id,e.number,e.date,e.issuer,e.title," REPORT_STATE ",%s", line ? line : "NULL");
}

static const char *state_words(const char *state)
{
	if (strcmp(state, "current") == 0)
		return NULL;
	return strcmp(state, "superseded") == 0 ? _("superseded") : _("withdrawn");
}

static void put_document(struct archive_request *request, sqlite3_stmt *row)
{
	const char *state = state_words((const char *)sqlite3_column_text(row, LINE_STATE)), *line = (const char *)sqlite3_column_text(row, LINE_TEXT);
	for (int i = LINE_ID; i <= LINE_TITLE; i++) {
		const char *text = (const char *)sqlite3_column_text(row, i);
		fprintf(request->out, i ? "\t%s" : "%s", text ? text : _("(no number)"));
	}
	fprintf(request->out, state ? "\t%s\n" : "\n", state);
	if (line)
		fprintf(request->out, "\t%s\n", line);
}

int report_rows(struct archive_request *request, sqlite3_stmt *rows)
{
	int step, count = 0;
	while ((step = database_step(&request->catalogue.database, rows)) == 1) {
		if (request->json)
			fprintf(request->out, "%s%s", count ? ",\n" : "[\n", (const char *)sqlite3_column_text(rows, 0));
		else
			put_document(request, rows);
		count++;
	}
	if (request->json)
		fputs(count ? "\n]\n" : "[]\n", request->out);
	return step;
}
