/* From values to findings: pages come in one by one, each is measured clause by clause, like findings are kept together. */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"
#include "base/utf8.h"

enum { FAILS_KEPT = 20 };      /* of one measure; more are only counted */

struct requirement { const char *code, *clause; int32_t low, high; };
static const struct requirement requirements[MEASURE_COUNT] = {
#define LENGTH(name, clause, what, required, tolerance) { #name, clause, required - tolerance, required + tolerance },
#define BETWEEN(name, clause, what, low, high) { #name, clause, low, high },
#define WORDS(name, clause, what, required) { #name, clause, 0, 0 },
#include "conform/measures.def"
#undef LENGTH
#undef BETWEEN
#undef WORDS
};

const char *measure_clause(enum measure measure) { return requirements[measure].clause; }
const char *measure_code(enum measure measure) { return requirements[measure].code; }

static int32_t um_from_mpt(mpt length)
{
	return (int32_t)rounded_ratio(length, 127, 360);
}

static int32_t off_middle(const struct finding *finding)
{
	int32_t off = finding->measured - (finding->low + finding->high) / 2;
	return off < 0 ? -off : off;
}

static void add(struct conform *conform, struct finding *finding, const struct text_line *line)
{
	size_t *kept = &conform->kept[finding->measure][finding->verdict];
	bool fail = finding->verdict == VERDICT_FAIL;
	if (line)
		finding->at = line->at;
	finding->page = conform->pages;
	finding->times = 1;
	if (*kept && (!fail || conform->fails[finding->measure] >= FAILS_KEPT)) {
		struct finding *same = &conform->findings[*kept - 1];
		finding->times = same->times + 1;
		if (fail || off_middle(finding) <= off_middle(same))
			same->times++;
		else
			*same = *finding;    /* no words: those are all alike */
		return;
	}
	finding->words = finding->words ? arena_strdup(conform->arena, finding->words) : NULL;
	conform->fails[finding->measure] += fail;
	ARENA_GROW(conform->arena, conform->findings, &conform->capacity, conform->count + 1);
	conform->findings[conform->count++] = *finding;
	*kept = conform->count;
}

static void length_add(struct conform *conform, struct finding *finding, mpt value, const struct text_line *line)
{
	finding->measured = um_from_mpt(value);
	finding->verdict = finding->measured >= finding->low && finding->measured <= finding->high ? VERDICT_PASS : VERDICT_FAIL;
	add(conform, finding, line);
}

void measured(struct conform *conform, enum measure measure, mpt value, const struct text_line *line)
{
	struct finding finding = { .measure = measure, .low = requirements[measure].low, .high = requirements[measure].high };
	length_add(conform, &finding, value, line);
}

void measured_against(struct conform *conform, enum measure measure, mpt required, mpt value, const struct text_line *line)
{
	const struct requirement *usual = &requirements[measure];
	int32_t tolerance = (usual->high - usual->low) / 2, middle = um_from_mpt(required);
	struct finding finding = { .measure = measure, .low = middle - tolerance, .high = middle + tolerance };
	length_add(conform, &finding, value, line);
}

void measured_between(struct conform *conform, enum measure measure, const mpt limits[2], mpt value, const struct text_line *line)
{
	struct finding finding = { .measure = measure, .low = um_from_mpt(limits[0]), .high = um_from_mpt(limits[1]) };
	length_add(conform, &finding, value, line);
}

void stated(struct conform *conform, enum measure measure, bool good, const char *words, const struct text_line *line)
{
	struct finding finding = { .measure = measure, .verdict = good ? VERDICT_PASS : VERDICT_FAIL, .words = words };
	add(conform, &finding, line);
}

void excused(struct conform *conform, enum measure measure, const struct excuse *excuse, const struct text_line *line)
{
	struct finding finding = {
		.measure = measure, .low = requirements[measure].low, .high = requirements[measure].high, .measured = um_from_mpt(excuse->value),
		.verdict = excuse->verdict, .note = excuse->note, .words = excuse->words,
	};
	add(conform, &finding, line);
}

const char *yes_or_no(bool yes) { return yes ? N_("yes") : N_("no"); }

const struct text_line *text_above(const struct conform *conform, mpt y)
{
	const struct text_line *above = NULL;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		bool text = role_is_running(line->role) || line->role == ROLE_ATTENDANCE || line->role == ROLE_ATTENDANCE_LABEL;
		if (text && !line->turned && line->top < y && (!above || line->top > above->top))
			above = line;
	}
	return above;
}

bool text_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Digits without a leading zero; moves behind them and a mark that must follow. */
static bool take_number(const char **at, size_t most, const char *mark)
{
	size_t digits = strspn(*at, "0123456789");
	bool good = digits > 0 && digits <= most && **at != '0' && text_starts(*at + digits, mark);
	*at += good ? digits + strlen(mark) : 0;
	return good;
}

bool date_is_formal(const char *text, const char *behind)
{
	const char *at = text;
	return strspn(at, "0123456789") == 4 && take_number(&at, 4, "年") && take_number(&at, 2, "月") && take_number(&at, 2, "日")
	       && strcmp(at, behind) == 0;
}

struct conform *conform_open(struct arena *arena, struct fonts *fonts, const struct conform_subject *subject)
{
	struct conform *conform = arena_alloc(arena, sizeof *conform);
	conform->arena = arena;
	conform->page_arena = arena_new();
	conform->fonts = fonts;
	conform->inks = inks_new(arena, fonts);
	conform->subject = *subject;
	conform->paragraph = conform->notice.node = -1;
	for (int i = 0; i < 2; i++)
		conform->advances[i] = arena_array(arena, ADVANCE_BINS, sizeof *conform->advances[i]);
	return conform;
}

/* Where paragraphs begin and end: each has a node of its own, on however many pages. */
static void find_paragraphs(struct conform *conform)
{
	struct text_line *before = NULL;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		struct text_line *line = &conform->sheet.lines[i];
		if (line->number)
			continue;
		line->starts = line->node < 0 || line->node != conform->paragraph;
		line->ends = true;
		if (before && !line->starts)
			before->ends = false;
		conform->paragraph = line->node;
		before = line;
	}
}

int conform_page(void *context, const struct page *page)
{
	struct conform *conform = context;
	arena_clear(conform->page_arena);
	sheet_read(conform->page_arena, conform->inks, page, &conform->sheet);
	conform->pages++;
	conform->pitch = LINE;
	find_paragraphs(conform);
	for (size_t i = 0; i < conform->sheet.line_count; i++)
		font_measured(conform, &conform->sheet.lines[i]);
	measure_text(conform);     /* finds the pitch of the page */
	measure_page(conform);
	measure_table(conform);
	if (conform->pages == 1) {
		measure_head(conform);
		measure_letter(conform);
		measure_title(conform);
	}
	measure_notice(conform);
	measure_signature(conform);
	measure_attachment(conform);
	measure_imprint(conform);
	conform->after_blank = page->kind == PAGE_BLANK;
	return 0;
}

void conform_characters_closer(struct conform *conform) { conform->closer = true; }

static int most_frequent(const uint32_t *advances)
{
	int best = 0;
	for (int bin = 1; bin < ADVANCE_BINS; bin++)
		if (advances[bin] > advances[best])
			best = bin;
	return best * ADVANCE_STEP;
}

/* The usual distance; of a text so short that hardly a line has its characters unmoved, that of the last lines. */
static mpt usual_advance(struct conform *conform)
{
	mpt last = most_frequent(conform->advances[1]), all;
	for (int bin = 0; bin < ADVANCE_BINS; bin++)
		conform->advances[0][bin] += conform->advances[1][bin];
	all = most_frequent(conform->advances[0]);
	return last && abs(last - CELL) < abs(all - CELL) ? last : all;
}

static void measure_advance(struct conform *conform)
{
	mpt advance = usual_advance(conform);
	const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .value = advance,
	                               .note = N_("characters moved closer so that signature and date stand under text (7.3.5.5)") };
	if (advance && conform->closer && advance < CELL)
		excused(conform, MEASURE_advance, &excuse, NULL);
	else if (advance)
		measured(conform, MEASURE_advance, advance, NULL);
}

/* By clause, that is by measure, then in the order of arrival: few enough for an insertion sort, which keeps the order. */
static void sort(struct finding *findings, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct finding one = findings[i];
		size_t to = i;
		for (; to > 0 && findings[to - 1].measure > one.measure; to--)
			findings[to] = findings[to - 1];
		findings[to] = one;
	}
}

const struct finding *conform_finish(struct conform *conform, size_t *count)
{
	const struct text_line imprint = { .at = conform->imprint_at };
	measure_advance(conform);
	if (conform->imprint_page)
		stated(conform, MEASURE_imprint_page, conform->imprint_page == conform->pages, yes_or_no(conform->imprint_page == conform->pages), &imprint);
	arena_free(conform->page_arena);
	sort(conform->findings, conform->count);
	*count = conform->count;
	return conform->findings;
}

bool conform_failed(const struct finding *findings, size_t count)
{
	bool failed = false;
	for (size_t i = 0; i < count; i++)
		failed |= findings[i].verdict == VERDICT_FAIL;
	return failed;
}
