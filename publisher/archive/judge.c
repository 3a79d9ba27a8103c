#include "archive/judge.h"
#include <string.h>
#include "base/diagnostic.h"
#include "base/program.h"

/* What is kept for decades must be JSON indeed. */
static const char *sound_json(struct database *database, struct bytes bytes)
{
	const char *text = arena_strndup(database->arena, (const char *)bytes.data, bytes.length), *good = NULL;
	if (strlen(text) != bytes.length || VALUE(database, &good, "SELECT json(?1) WHERE json_valid(?1)", text) < 1)
		good = NULL;
	return good;
}

/* The earliest end of what the file's newest time stamp rests on; signatures stand newest first in the report. */
#define PROVEN_UNTIL "SELECT min(COALESCE(ends,'9'),COALESCE(algorithms,'9')) FROM (SELECT " \
	"COALESCE(json_extract(value,'$.time_stamp.authority.not_after'),json_extract(value,'$.signer.not_after')) AS ends," \
	"json_extract(value,'$.algorithms_end') AS algorithms FROM json_each(?1,'$.signatures') " \
	"ORDER BY json_extract(value,'$.kind')<>'time-stamp', key LIMIT 1) WHERE ends IS NOT NULL"

static void read_report(struct database *database, struct file_judgement *out)
{
	const char *verdict = NULL;
	if (!out->report)
		return;
	if (VALUE(database, &verdict, "SELECT json_extract(?1,'$.verdict')", out->report) == 1 && verdict)
		out->verdict = verdict;
	if (VALUE(database, &out->proven_until, PROVEN_UNTIL, out->report) < 1)
		out->proven_until = NULL;
}

int judge_file(struct database *database, const char *path, const char *trust, struct file_judgement *out)
{
	const char *arguments[7] = { program_path(database->arena, "hongtou-verify"), "--json", path };
	struct program_output output = { 0 };
	if (trust) {
		arguments[3] = "--trust";
		arguments[4] = trust;
	}
	if (program_run(database->arena, database->all, arguments, &output))
		return -1;
	out->verdict = output.code == 0 ? "valid" : "invalid";
	out->report = sound_json(database, output.out);
	read_report(database, out);
	if (!out->report && output.code != 0 && output.code != 1)
		return REPORT(database->all, archive_not_judged, &(struct place){ .file = path }, arguments[0], arena_printf(database->arena, "%d", output.code));
	return 0;
}
