/* The findings as a table, or as JSON. */
#include "conform/conform.h"
#include <string.h>
#include "base/json.h"
#include "base/language.h"
#include "base/utf8.h"

/* The words of measures.def: gettext finds them by their English. kind: 1 length, 2 between, 0 words. */
static const struct { const char *what, *required; int kind; } texts[MEASURE_COUNT] = {
#define LENGTH(name, clause, what, required, tolerance) { what, NULL, 1 },
#define BETWEEN(name, clause, what, low, high) { what, NULL, 2 },
#define WORDS(name, clause, what, required) { what, required, 0 },
#include "conform/measures.def"
#undef LENGTH
#undef BETWEEN
#undef WORDS
};

static const char *verdict_text(enum verdict verdict)
{
	static const char *const names[VERDICT_COUNT] = { N_("pass"), N_("allowed"), N_("left out"), N_("FAIL") };
	return message_text(names[verdict]);
}

enum { COLUMNS = 5 };          /* verdict, clause, page, required, measured; what follows is not padded */

/* Han characters and their marks are two columns wide. */
static int width_of(const char *text)
{
	const char *at = text, *end = at + strlen(at);
	int width = 0;
	while (at < end) {
		uint32_t code = utf8_next(&at, end);
		width += (code >= 0x1100 && code < 0x1160) || code >= 0x2E80 ? 2 : 1;
	}
	return width;
}

static const char *millimetres(struct arena *arena, int32_t um)
{
	int32_t whole = um < 0 ? -um : um;
	return arena_printf(arena, "%s%d.%03d", um < 0 ? "-" : "", whole / 1000, whole % 1000);
}

static const char *required_text(struct arena *arena, const struct finding *finding)
{
	int32_t middle = (finding->low + finding->high) / 2;
	if (!texts[finding->measure].kind)
		return message_text(texts[finding->measure].required);
	if (texts[finding->measure].kind == 2)
		return arena_printf(arena, "%s … %s", millimetres(arena, finding->low), millimetres(arena, finding->high));
	return arena_printf(arena, "%s ± %s", millimetres(arena, middle), millimetres(arena, finding->high - middle));
}

static void fill_row(struct arena *arena, const struct finding *finding, const char *row[COLUMNS])
{
	row[0] = verdict_text(finding->verdict);
	row[1] = measure_clause(finding->measure);
	row[2] = finding->times > 1 ? arena_printf(arena, "%d ×%d", finding->page, finding->times) : arena_printf(arena, "%d", finding->page);
	row[3] = required_text(arena, finding);
	row[4] = finding->words ? message_text(finding->words) : millimetres(arena, finding->measured);
}

static void print_row(const struct finding *finding, const char *const row[COLUMNS], const int widths[COLUMNS], FILE *out)
{
	for (int i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%*s", row[i], widths[i] - width_of(row[i]) + 2, "");
	fputs(message_text(texts[finding->measure].what), out);
	if (finding->note)
		fprintf(out, "; %s", message_text(finding->note));
	if (finding->at.file)
		fprintf(out, " (%s:%d)", finding->at.file, finding->at.line);
	fputc('\n', out);
}

static void print_sum(const struct finding *findings, size_t count, FILE *out)
{
	int sums[VERDICT_COUNT] = { 0 };
	for (size_t i = 0; i < count; i++)
		sums[findings[i].verdict]++;
	fprintf(out, _("%d pass, %d allowed, %d left out, %d fail; lengths in millimetres, of several values the one farthest off\n"),
	        sums[VERDICT_PASS], sums[VERDICT_ALLOWED], sums[VERDICT_LEFT_OUT], sums[VERDICT_FAIL]);
}

void conform_print(const struct finding *findings, size_t count, FILE *out)
{
	struct arena *arena = arena_new();
	const char *heads[COLUMNS] = { _("verdict"), _("clause"), _("page"), _("required"), _("measured") };
	const char *(*rows)[COLUMNS] = arena_array(arena, count + 1, sizeof *rows);
	int widths[COLUMNS];
	for (int i = 0; i < COLUMNS; i++)
		widths[i] = width_of(heads[i]);
	for (size_t k = 0; k < count; k++) {
		fill_row(arena, &findings[k], rows[k]);
		for (int i = 0; i < COLUMNS; i++)
			widths[i] = width_of(rows[k][i]) > widths[i] ? width_of(rows[k][i]) : widths[i];
	}
	for (int i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%*s", heads[i], widths[i] - width_of(heads[i]) + 2, "");
	fprintf(out, "%s\n", _("what"));
	for (size_t k = 0; k < count; k++)
		print_row(&findings[k], rows[k], widths, out);
	print_sum(findings, count, out);
	arena_free(arena);
}

/* ---- JSON ---- */

static void put_values(struct arena *arena, const struct finding *finding, FILE *out)
{
	int kind = texts[finding->measure].kind;
	if (kind) {
		fprintf(out, "\"unit\":\"mm\",\"least\":%s,\"most\":%s,", millimetres(arena, finding->low), millimetres(arena, finding->high));
		if (kind == 1)
			fprintf(out, "\"required\":%s,", millimetres(arena, (finding->low + finding->high) / 2));
		fprintf(out, "\"measured\":%s", millimetres(arena, finding->measured));
	} else {
		fputs("\"required\":", out);
		json_put_string(out, message_text(texts[finding->measure].required));
		fputs(",\"measured\":", out);
		json_put_string(out, finding->words ? message_text(finding->words) : NULL);
	}
}

void conform_print_json(const struct finding *findings, size_t count, FILE *out)
{
	static const char *const verdicts[VERDICT_COUNT] = { "pass", "allowed", "left-out", "fail" };
	struct arena *arena = arena_new();
	fputc('[', out);
	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = &findings[i];
		fprintf(out, "%s{\"clause\":\"%s\",\"code\":", i ? ",\n " : "", measure_clause(finding->measure));
		json_put_code(out, measure_code(finding->measure));
		fputs(",\"what\":", out);
		json_put_string(out, message_text(texts[finding->measure].what));
		fprintf(out, ",\"verdict\":\"%s\",", verdicts[finding->verdict]);
		put_values(arena, finding, out);
		fputs(",\"note\":", out);
		json_put_string(out, finding->note ? message_text(finding->note) : NULL);
		fprintf(out, ",\"page\":%d,\"times\":%d,\"file\":", finding->page, finding->times);
		json_put_string(out, finding->at.file);
		fprintf(out, ",\"line\":%d}", finding->at.line);
	}
	fputs("]\n", out);
	arena_free(arena);
}
