/* A long name in two lines. Where it is divided: costs by its words (title_words.c), and a little for each em by which its lines differ. */
#include "layout/name.h"
#include <stdlib.h>
#include "layout/title_words.h"

enum { COST_UNEVEN_EM = 6 };

bool name_divide(struct layout_job *job, struct arena *arena, struct shaped *shaped, const int32_t measures[2])
{
	const int32_t *costs = name_costs(job, arena, shaped), whole = shaped->prefix[shaped->count];
	int best = 0;
	int64_t least = INT64_MAX;
	for (int i = 1; i < shaped->count; i++) {
		int32_t first = shaped->prefix[i], rest = whole - first;
		int64_t cost = costs[i] + (int64_t)abs(rest - first) * COST_UNEVEN_EM / 1000;
		if (shaped->breaks[i] == BREAK_NEVER || first > measures[0] || rest > measures[1] || cost >= least)
			continue;
		best = i;
		least = cost;
	}
	for (int i = 1; i < shaped->count && best; i++)
		shaped->breaks[i] = i == best ? BREAK_FORCED : BREAK_NEVER;
	return best > 0;
}

int name_shape(struct layout_job *job, const struct words *text, enum role role, const mpt rooms[2], struct name *out)
{
	out->count = 0;
	out->width = 0;
	if (setting_shape(job, job->arena, text, role, &out->setting))
		return -1;
	struct shaped *shaped = &out->setting.shaped;
	const int32_t measures[2] = { setting_measure(&out->setting, rooms[0]), setting_measure(&out->setting, rooms[1]) };
	const struct line whole = setting_whole(&out->setting);
	out->lines = arena_alloc(job->arena, sizeof whole);
	out->lines[0] = whole;
	out->count = 1;
	if (setting_width(&out->setting) > rooms[1]) {
		const struct measure measure = { .first = measures[0], .rest = measures[1] };
		if (!name_divide(job, job->arena, shaped, measures))
			return REPORT(job->all, name_too_long, &text->at, text->text);
		out->count = lines_choose(job->arena, shaped, &measure, &out->lines);
	}
	for (int i = 0; i < out->count; i++)
		out->width = name_line_width(out, i) > out->width ? name_line_width(out, i) : out->width;
	return 0;
}

mpt name_line_width(const struct name *name, int line)
{
	return mpt_from_milli_em(name->lines[line].width, name->setting.look->em);
}

void name_put_line(struct paginator *pages, const struct name *name, int line, const mpt at[2], const struct tag *tag)
{
	setting_put_natural(pages, &name->setting, &name->lines[line], at, tag);
}

struct tag name_tag(struct paginator *pages, enum role role, const struct place *from)
{
	return (struct tag){ .role = (int)role, .node = record_node(pages->job->record, NODE_PARAGRAPH, 0), .file = from->file, .line = from->line };
}
