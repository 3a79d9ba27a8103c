#include "watching_report.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"

struct watching_report {
	struct session *session;
	struct watched *watched;
	const char *output, *text_path, *json_path;
	char *last;                /* messages that were printed last, and … */
	char *trouble;             /* … what was said when their files could not be written */
	bool broken;
};

struct watching_report *watching_report_new(struct session *session, const char *output, struct watched *watched)
{
	struct arena *arena = session->arena;
	struct watching_report *report = arena_alloc(arena, sizeof *report);
	size_t length = strlen(output);
	int stem = (int)(length > 4 && strcasecmp(output + length - 4, ".pdf") == 0 ? length - 4 : length);
	*report = (struct watching_report){
		.session = session, .watched = watched, .output = output, .last = strdup(""), .trouble = strdup(""),
		.text_path = arena_printf(arena, "%.*s.messages.txt", stem, output), .json_path = arena_printf(arena, "%.*s.messages.json", stem, output),
	};
	watched_except(watched, report->text_path);
	watched_except(watched, report->json_path);
	return report;
}

void watching_report_free(struct watching_report *report)
{
	free(report->last);
	free(report->trouble);
}

bool watching_report_broken(const struct watching_report *report) { return report->broken; }

void watching_report_messages(const struct diagnostics *all, struct proof *proof)
{
	const struct wire_messages counts = { diagnostics_count(all, SEVERITY_ERROR), diagnostics_count(all, SEVERITY_WARNING) };
	char *texts[2] = { NULL, NULL };
	for (int i = 0; i < 2; i++) {
		size_t length;
		FILE *out = open_memstream(&texts[i], &length);
		if (!out)
			memory_exhausted();
		diagnostics_print(all, i == 0 ? DIAGNOSTIC_TEXT : DIAGNOSTIC_JSON, out);
		fclose(out);
	}
	proof_messages(proof, &counts, texts[0], texts[1]);
	free(texts[0]);
	free(texts[1]);
}

static void flush(struct watching_report *report)
{
	report->broken |= fflush(stdout) != 0 || ferror(stdout);
}

void watching_report_address(struct watching_report *report, int port)
{
	if (report->session->form == DIAGNOSTIC_JSON)
		printf("{\"address\":\"http://127.0.0.1:%d/\"}\n", port);
	else
		printf(_("the pages: http://127.0.0.1:%d/ (Ctrl-C ends)\n"), port);
	flush(report);
}

/* ---- a line a round ---- */

/* "1, 3-7": the pages that look different from the version before. */
static void put_changed(struct buffer *out, const struct proof *proof)
{
	const struct proof_page *pages;
	int count = proof_pages(proof, &pages), parts = 0;
	for (int i = 0; i < count; i++) {
		int first = i;
		if (!pages[i].changed)
			continue;
		while (i + 1 < count && pages[i + 1].changed)
			i++;
		buffer_printf(out, parts++ ? ", %d" : "%d", pages[first].number);
		if (i > first)
			buffer_printf(out, "-%d", pages[i].number);
	}
}

static const char *sound_line(struct arena *arena, const struct watching_report *report, const struct proof *proof, int milliseconds)
{
	const struct proof_page *pages;
	struct buffer changed = { .arena = arena };
	int count = proof_pages(proof, &pages);
	put_changed(&changed, proof);
	return changed.length ? arena_printf(arena, _("pages: %d, changed: %s; warnings: %d; %d ms; %s"), count, changed.text, proof_counts(proof).warnings, milliseconds, report->output)
	                      : arena_printf(arena, _("pages: %d; warnings: %d; %d ms; %s"), count, proof_counts(proof).warnings, milliseconds, report->output);
}

static const char *faulty_line(struct arena *arena, const struct watching_report *report, const struct proof *proof)
{
	int errors = proof_counts(proof).errors;
	return proof_written(proof)[0] ? arena_printf(arena, _("errors: %d; %s is still that of %s"), errors, report->output, proof_written(proof))
	                            : arena_printf(arena, _("errors: %d; no PDF was written yet"), errors);
}

static void now_text(char out[16])
{
	time_t now = time(NULL);
	struct tm local;
	localtime_r(&now, &local);
	strftime(out, 16, "%H:%M:%S", &local);
}

static void print_line(struct watching_report *report, const char *line)
{
	char now[16];
	now_text(now);
	printf("%s  %s\n", now, line);
	flush(report);
}

static void print_json(struct watching_report *report, const struct proof *proof, int milliseconds)
{
	const struct proof_page *pages;
	int count = proof_pages(proof, &pages), parts = 0;
	struct wire_messages counts = proof_counts(proof);
	printf("{\"status\":\"%s\",\"errors\":%d,\"warnings\":%d,\"pages\":%d,\"changed\":[", proof_is(proof, PROOF_SOUND) ? "sound" : "faulty", counts.errors,
	       counts.warnings, count);
	for (int i = 0; i < count && proof_is(proof, PROOF_SOUND); i++)
		if (pages[i].changed)
			printf(parts++ ? ",%d" : "%d", pages[i].number);
	printf("],\"milliseconds\":%d,\"output\":", milliseconds);
	json_put_string(stdout, report->output);
	fputs("}\n", stdout);
	flush(report);
}

/* ---- files ---- */

static int write_one(struct watching_report *report, struct diagnostics *all, const char *path, const char *content)
{
	return watched_has(report->watched, path) ? REPORT(all, output_is_source, NULL, path) : file_replace(all, path, bytes_of_text(content));
}

/* Trouble is told once, and again when it is another. */
static void write_files(struct watching_report *report, struct arena *arena, const struct proof *proof, const char *line)
{
	struct diagnostics *all = diagnostics_new(arena);
	char now[16], *said = NULL;
	size_t length;
	now_text(now);
	if (!write_one(report, all, report->text_path, arena_printf(arena, "%s  %s\n%s", now, line, proof_text(proof))))
		write_one(report, all, report->json_path, proof_json(proof));
	FILE *out = open_memstream(&said, &length);
	if (!out)
		memory_exhausted();
	diagnostics_print(all, DIAGNOSTIC_TEXT, out);
	fclose(out);
	if (strcmp(said, report->trouble) != 0)
		fputs(said, stderr);
	free(report->trouble);
	report->trouble = said;
}

void watching_report_round(struct watching_report *report, const struct proof *proof, int milliseconds)
{
	struct arena *arena = arena_new();
	bool json = report->session->form == DIAGNOSTIC_JSON;
	const char *said = json ? proof_json(proof) : proof_text(proof);
	const char *line = proof_is(proof, PROOF_SOUND) ? sound_line(arena, report, proof, milliseconds) : faulty_line(arena, report, proof);
	if (strcmp(said, report->last) != 0) {
		fputs(said, stderr);
		free(report->last);
		report->last = strdup(said);
	}
	write_files(report, arena, proof, line);
	if (json)
		print_json(report, proof, milliseconds);
	else
		print_line(report, line);
	arena_free(arena);
}
