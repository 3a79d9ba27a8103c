/* Titles (GB/T 9704-2012 7.3.1): as few lines as their meaning and outline allow, words whole, in a trapezoid or a diamond.
 * A '|' in the text is a wished break and is obeyed; only a part of such a title that is wider than the block is divided by
 * meaning. */
#include "layout/furniture.h"
#include <string.h>
#include "layout/title_words.h"
#include "text/line_outline.h"

/* The narrowest measure that still gives `count` lines: for what is too long for a title. */
static int32_t balanced_measure(const struct shaped *shaped, int count, int32_t widest)
{
	int32_t low = shaped->widest_piece, high = widest;
	while (low < high) {
		int32_t middle = low + (high - low) / 2;
		const struct measure measure = { .first = middle, .rest = middle };
		if (lines_count(shaped, &measure) <= count)
			high = middle;
		else
			low = middle + 1;
	}
	return high;
}

static void tell_outline(struct layout_job *job, const struct place *at, enum outline outline)
{
	if (outline == OUTLINE_HOURGLASS)
		REPORT(job->all, title_hourglass, at);
	else if (outline != OUTLINE_SOUND)
		REPORT(job->all, title_rectangle, at);
}

/* The glyphs between two wished breaks. */
static int part_end(const struct shaped *shaped, int start)
{
	const uint8_t *forced = memchr(shaped->breaks + start + 1, BREAK_FORCED, (size_t)(shaped->count - start - 1));
	return forced ? (int)(forced - shaped->breaks) : shaped->count;
}

/* Divides what is wider than a line. false: there is a part that cannot be divided so. */
static bool divide(struct layout_job *job, struct arena *arena, const struct place *at, struct shaped *shaped, int32_t width)
{
	int32_t *costs = NULL;
	bool done = true;
	for (int start = 0, end = 0; start < shaped->count; start = end) {
		enum outline outline = OUTLINE_SOUND;
		end = part_end(shaped, start);
		if (line_fits(shaped, start, end, width))
			continue;
		if (!costs)
			costs = title_costs(job, arena, shaped, width);
		done &= lines_outline(shaped, (const int[2]){ start, end }, width, costs, &outline);
		if (start == 0 && end == shaped->count)
			tell_outline(job, at, outline);
	}
	return done;
}

int title_shape(struct layout_job *job, struct arena *arena, const struct words *text, enum role role, mpt width, struct title *out)
{
	char *broken = arena_strdup(arena, text->text);
	for (char *at = strchr(broken, '|'); at; at = strchr(at, '|'))
		*at = '\n';
	const struct words words = { .text = broken, .at = text->at };
	if (setting_shape(job, arena, &words, role, &out->setting))
		return -1;
	struct shaped *shaped = &out->setting.shaped;
	int32_t widest = setting_measure(&out->setting, width);
	struct measure measure = { .first = widest, .rest = widest };
	if (!divide(job, arena, &text->at, shaped, widest) && !strchr(broken, '\n'))
		measure.first = measure.rest = balanced_measure(shaped, lines_count(shaped, &measure), widest);
	out->count = lines_choose(arena, shaped, &measure, &out->lines);
	out->height = (out->count - 1) * out->setting.look->pitch + out->setting.look->size;
	if (job->dump_lines) {
		int32_t *gaps = arena_array(arena, (size_t)out->count, sizeof *gaps);
		lines_dump(shaped, out->lines, out->count, gaps, job->dump_lines);
	}
	return 0;
}

void title_lines_put(struct paginator *pages, const struct title *title, const struct title_place *place, const struct tag *tag, mpt y)
{
	const struct setting *setting = &title->setting;
	int32_t widest = setting_measure(setting, place->width);
	for (int i = 0; i < title->count; i++) {
		const struct line *line = &title->lines[i];
		int32_t *x = arena_array(pages->page->arena, (size_t)(line->end - line->start) + 1, sizeof *x);
		line_positions(&setting->shaped, line, line->width > widest ? widest : 0, x);
		mpt width = mpt_from_milli_em(x[line->end - line->start], setting->look->em);
		const mpt at[2] = { place->left + (place->width - width) / 2, y + i * setting->look->pitch };
		setting_put(pages, setting, line, x, at, tag);
	}
}

int title_put(struct paginator *pages, const struct words *text, enum role role, const struct title_place *place,
              struct tag *tag, mpt *y)
{
	struct title title;
	if (title_shape(pages->job, pages->job->arena, text, role, place->width, &title))
		return -1;
	title_lines_put(pages, &title, place, tag, *y);
	*y += title.height;
	return 0;
}
