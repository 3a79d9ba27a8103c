/* 发文机关标志 (GB/T 9704-2012 7.2.4): the red mark, its ink a given distance below the text block's top. A name is spread
 * evenly over the width set for it, at most an em apart, closed up a little or set smaller if it is too long; a single one that would be too small
 * for a mark (醒目) takes two lines, each in the middle. Several names of a joint mark stand one below the other, all equally
 * wide, with 文件 at their right in the middle. */
#include "layout/head.h"
#include "layout/name.h"

enum { CLOSED = 50 /* milli-ems between two characters */ };

static int ink_of(struct paginator *pages, const struct setting *setting, const struct line *line, struct ink *out)
{
	*out = (struct ink){ .bottom = 1000, .top = -1000 };
	for (int i = line->start; i < line->end; i++) {
		struct ink ink;
		if (!face_ink(pages->job->fonts, setting->shaped.face[i], setting->shaped.glyph[i], &ink))
			continue;
		out->bottom = ink.bottom < out->bottom ? ink.bottom : out->bottom;
		out->top = ink.top > out->top ? ink.top : out->top;
	}
	return out->top < out->bottom ? -1 : 0;
}

struct mark {
	struct paginator *pages;
	struct setting *names, suffix;
	int count;                 /* of names */
	bool has_suffix;
	struct line *halves;       /* of a single name in two lines; NULL: in one */
	struct role_style look;    /* smaller than the style's where names are too long */
	mpt width;                 /* of each name */
	mpt left;                  /* of the names */
	struct ink ink;            /* of 文件 in the mark's face */
};

static int shape_all(struct mark *mark)
{
	struct layout_job *job = mark->pages->job;
	const struct document *document = job->document;
	struct arena *arena = mark->pages->page_arena;
	const struct words sample = { .text = "\xE6\x96\x87\xE4\xBB\xB6" };
	struct setting nominal;
	int result = setting_shape(job, arena, &sample, ROLE_MARK, &nominal);
	if (!result) {
		const struct line whole = setting_whole(&nominal);
		result = ink_of(mark->pages, &nominal, &whole, &mark->ink);
	}
	mark->count = document->mark_line_count;
	mark->has_suffix = document->mark_suffix.text != NULL;
	mark->names = arena_array(arena, (size_t)mark->count + 1, sizeof *mark->names);
	for (int i = 0; i < mark->count; i++)
		result |= setting_shape(job, arena, &document->mark_lines[i], ROLE_MARK, &mark->names[i]);
	if (mark->has_suffix)
		result |= setting_shape(job, arena, &document->mark_suffix, ROLE_MARK, &mark->suffix);
	return result;
}

/* The style's size, or less if the width has no room for so much. */
static mpt size_for(const struct style *style, mpt width)
{
	mpt size = style->roles[ROLE_MARK].size;
	return width > style->mark_width ? (mpt)((int64_t)size * style->mark_width / width) : size;
}

static mpt scaled(const struct mark *mark, mpt length)
{
	return (mpt)((int64_t)length * mark->look.size / mark->pages->job->style->roles[ROLE_MARK].size);
}

/* A name a little too wide closes up before it is set smaller: the blank at the sides of characters gives as much. */
static bool closes_up(const struct mark *mark, mpt natural, mpt suffix, int characters)
{
	const struct style *style = mark->pages->job->style;
	mpt over = natural + suffix - style->mark_width;
	return mark->count == 1 && over > 0 && over <= mpt_from_milli_em(CLOSED, style->roles[ROLE_MARK].size) * (characters - 1);
}

/* Widest name, most characters; size and width that suit all. */
static void fit_all(struct mark *mark)
{
	const struct style *style = mark->pages->job->style;
	mpt natural = 0, suffix = 0;
	int characters = 0;
	for (int i = 0; i < mark->count; i++) {
		mpt width = setting_width(&mark->names[i]);
		natural = width > natural ? width : natural;
		characters = mark->names[i].shaped.count > characters ? mark->names[i].shaped.count : characters;
	}
	if (mark->has_suffix)
		suffix = setting_width(&mark->suffix) + style->mark_suffix_gap;
	bool closed = closes_up(mark, natural, suffix, characters);
	mark->look.size = mark->look.em = closed ? style->roles[ROLE_MARK].size : size_for(style, natural + suffix);
	mpt room = style->mark_width - scaled(mark, suffix), spread = mark->count > 1 ? 0 : mark->look.em * (characters - 1);
	mpt widest = scaled(mark, natural) + spread;
	mark->width = widest < room ? widest : room;
	mpt whole = mark->width + style->mark_width - room;
	mark->left = mark->pages->left + (style->text_width - whole) / 2;
}

/* As they stand, before any squeezing. */
static int32_t half_width(const struct mark *mark, int half)
{
	const struct shaped *shaped = &mark->names[0].shaped;
	return shaped->prefix[mark->halves[half].end] - shaped->prefix[mark->halves[half].start];
}

/* A single name that one line would make smaller than a mark may be. */
static void halve(struct mark *mark)
{
	struct paginator *pages = mark->pages;
	const struct style *style = pages->job->style;
	struct shaped *shaped = &mark->names[0].shaped;
	const int32_t any[2] = { shaped->prefix[shaped->count], shaped->prefix[shaped->count] };
	const struct measure measure = { .first = any[0], .rest = any[1] };
	if (mark->count != 1 || mark->look.size >= style->mark_least || !name_divide(pages->job, pages->page_arena, shaped, any))
		return;
	lines_choose(pages->page_arena, shaped, &measure, &mark->halves);
	int32_t first = half_width(mark, 0), second = half_width(mark, 1);
	mark->look.size = mark->look.em = size_for(style, mpt_from_milli_em(first > second ? first : second, style->roles[ROLE_MARK].em));
}

static void tell_small(const struct mark *mark)
{
	const struct layout_job *job = mark->pages->job;
	const struct words *name = &job->document->mark_name;
	mpt title = job->style->roles[ROLE_TITLE].size;
	if (mark->look.size <= title && title < job->style->roles[ROLE_MARK].size)
		REPORT(job->all, mark_small, &name->at, arena_printf(job->arena, "%.1f", mark->look.size / 1000.0), arena_printf(job->arena, "%.1f", title / 1000.0));
}

/* From the top of a line's ink to its baseline. */
static mpt ascent_of(const struct mark *mark, const struct setting *setting, const struct line *line)
{
	struct ink ink;
	if (ink_of(mark->pages, setting, line, &ink))
		ink = mark->ink;
	return mpt_from_milli_em(ink.top, mark->look.size);
}

static void put_line(struct mark *mark, struct setting *setting, const struct line *line, const mpt left_width_baseline[3], const struct tag *tag)
{
	int32_t *x = arena_array(mark->pages->page_arena, (size_t)(line->end - line->start) + 1, sizeof *x);
	setting->look = &mark->look;
	line_spread(&setting->shaped, line, setting_measure(setting, left_width_baseline[1]), x);
	const mpt at[2] = { left_width_baseline[0], left_width_baseline[2] - mpt_from_milli_em(FONT_ASCENT, mark->look.size) };
	setting_put(mark->pages, setting, line, x, at, tag);
}

static void put_name(struct mark *mark, struct setting *setting, const mpt left_width_top[3], const struct words *from)
{
	const struct line whole = setting_whole(setting);
	const struct tag tag = name_tag(mark->pages, ROLE_MARK, &from->at);
	put_line(mark, setting, &whole, (const mpt[3]){ left_width_top[0], left_width_top[1], left_width_top[2] + ascent_of(mark, setting, &whole) }, &tag);
}

static void put_halves(struct mark *mark, mpt top, mpt pitch)
{
	const struct paginator *pages = mark->pages;
	const struct tag tag = name_tag(mark->pages, ROLE_MARK, &pages->job->document->mark_lines[0].at);
	mpt baseline = top + ascent_of(mark, &mark->names[0], &mark->halves[0]);
	for (int i = 0; i < 2; i++) {
		mpt width = mpt_from_milli_em(half_width(mark, i), mark->look.em), left = pages->left + (pages->job->style->text_width - width) / 2;
		put_line(mark, &mark->names[0], &mark->halves[i], (const mpt[3]){ left, width, baseline + i * pitch }, &tag);
	}
}

/* Top of the ink of 文件 that stands in the middle of the names. */
static mpt suffix_top(const struct mark *mark, mpt top, mpt height)
{
	return top + (height - mpt_from_milli_em(mark->ink.top - mark->ink.bottom, mark->look.size)) / 2;
}

static void put_all(struct mark *mark, mpt top, mpt pitch, mpt height)
{
	const struct document *document = mark->pages->job->document;
	if (mark->halves)
		put_halves(mark, top, pitch);
	for (int i = 0; i < mark->count && !mark->halves; i++)
		put_name(mark, &mark->names[i], (const mpt[3]){ mark->left, mark->width, top + i * pitch }, &document->mark_lines[i]);
	if (!mark->has_suffix)
		return;
	mpt left = mark->left + mark->width + scaled(mark, mark->pages->job->style->mark_suffix_gap);
	mark->suffix.look = &mark->look;
	put_name(mark, &mark->suffix, (const mpt[3]){ left, setting_width(&mark->suffix), suffix_top(mark, top, height) }, &document->mark_suffix);
}

int head_mark_put(struct paginator *pages, mpt top, mpt *height)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	struct mark mark = { .pages = pages, .look = style->roles[ROLE_MARK] };
	if (shape_all(&mark))
		return -1;
	if (mark.count) {
		fit_all(&mark);
		halve(&mark);
	}
	int lines = mark.count > 1 ? mark.count : 1;
	mpt pitch = mpt_from_milli_em(style->mark_names_pitch_milli, mark.look.size);
	*height = (lines - 1) * pitch + mpt_from_milli_em(mark.ink.top - mark.ink.bottom, mark.look.size);
	if (mark.halves)
		*height = ascent_of(&mark, &mark.names[0], &mark.halves[0]) + pitch - mpt_from_milli_em(mark.ink.bottom, mark.look.size);
	if (document->mark != MARK_PRINTED || !mark.count)
		return 0;
	tell_small(&mark);
	put_all(&mark, top, pitch, *height);
	return 0;
}
