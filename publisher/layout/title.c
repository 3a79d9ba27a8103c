/* Titles (GB/T 9704-2012 7.3.1): as few lines as the width allows, then as narrow as that number of lines allows, so
 * that the lines are of about equal length. A '|' in the text is a wished break. */
#include "layout/furniture.h"
#include <string.h>

/* The narrowest measure that still gives `count` lines. */
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

int title_shape(struct layout_job *job, struct arena *arena, const struct words *text, enum role role, mpt width, struct title *out)
{
	char *broken = arena_strdup(arena, text->text);
	for (char *at = strchr(broken, '|'); at; at = strchr(at, '|'))
		*at = '\n';
	const struct words words = { .text = broken, .at = text->at };
	if (setting_shape(job, arena, &words, role, &out->setting))
		return -1;
	const struct shaped *shaped = &out->setting.shaped;
	int32_t widest = setting_measure(&out->setting, width);
	struct measure measure = { .first = widest, .rest = widest };
	int least = lines_count(shaped, &measure);
	if (!strchr(broken, '\n'))
		measure.first = measure.rest = balanced_measure(shaped, least, widest);
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
	for (int i = 0; i < title->count; i++) {
		const struct line *line = &title->lines[i];
		int32_t *x = arena_array(pages->page->arena, (size_t)(line->end - line->start) + 1, sizeof *x);
		line_positions(&setting->shaped, line, 0, x);
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
