/* Documents of the archive as lines or as JSON: what list, search and show print. */
#ifndef ARCHIVE_REPORT_H
#define ARCHIVE_REPORT_H
#include "archive/request.h"

/* SQL over table entry as e. The state of document e; the path of its newest file, that of its last renewal or its own. */
#define REPORT_STATE "COALESCE((SELECT CASE x.action WHEN 'supersede' THEN 'superseded' ELSE 'withdrawn' END FROM entry x " \
	"WHERE x.document=e.id AND x.action IN ('supersede','withdraw') ORDER BY x.id DESC LIMIT 1),'current')"
#define REPORT_PATH "COALESCE((SELECT x.path FROM entry x WHERE x.document=e.id AND x.action='renew' ORDER BY x.id DESC LIMIT 1),e.path)"

/* All columns of e as one JSON object; more: pairs of further names and values, each ending with a comma, or "". */
const char *report_object(struct arena *arena, const char *more);
/* What report_rows wants in the form that is asked for. line: SQL for a line of text to show with each document, or NULL. */
const char *report_what(struct archive_request *request, const char *line);
/* Prints all rows of a statement: JSON objects as an array; or for each document ID, number, date, issuer, title and state with
 * tabs between, and the line below. -1 reported. */
int report_rows(struct archive_request *request, sqlite3_stmt *rows);
#endif
