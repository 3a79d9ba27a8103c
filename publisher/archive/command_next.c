/* hongtou archive next: the number that follows the greatest of a series. */
#include <stdlib.h>
#include "archive/number.h"
#include "archive/report.h"
#include "base/diagnostic.h"
#include "base/json.h"

int archive_next(struct archive_request *request)
{
	struct catalogue *catalogue = &request->catalogue;
	struct document_number number = number_parse(catalogue->arena, request->words[0]);
	const char *greatest = NULL;
	if (!number.code)
		return REPORT(catalogue->all, archive_no_series, NULL, request->words[0]);
	if (catalogue_open(catalogue, CATALOGUE_READ))
		return -1;
	/* a number without a year counts on from year to year */
	const char *year = arena_printf(catalogue->arena, "%d", number.year);
	if (VALUE(&catalogue->database, &greatest, "SELECT coalesce(max(number_serial),0) FROM entry WHERE action='add' AND number_code=?1 AND "
	          "CASE WHEN ?2='0' THEN instr(number_key,'〔')=0 ELSE instr(number_key,'〔')>0 AND number_year=CAST(?2 AS INTEGER) END", number.code, year) < 0)
		return -1;
	long next = strtol(greatest ? greatest : "0", NULL, 10) + 1;
	const char *text = number.year ? arena_printf(catalogue->arena, "%s〔%d〕%ld号", number.code, number.year, next)
	                               : arena_printf(catalogue->arena, "%s第%ld号", number.code, next);
	if (request->json) {
		fputs("{\"number\":", request->out);
		json_put_string(request->out, text);
		fputs("}\n", request->out);
	} else {
		fprintf(request->out, "%s\n", text);
	}
	return 0;
}
