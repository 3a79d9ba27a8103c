/* 发文机关标志 (GB/T 9704-2012 7.2.4): the red mark, its ink a given distance below the text block's top. A name is spread
 * evenly over the width set for it, at most an em apart, and set smaller if it is too long. Several names of a joint mark
 * stand one below the other, all equally wide, with 文件 at their right in the middle. */
#include "layout/head.h"

static int ink_of(struct paginator *pages, const struct setting *setting, struct ink *out)
{
	*out = (struct ink){ .bottom = 1000, .top = -1000 };
	for (int i = 0; i < setting->shaped.count; i++) {
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
	int count;
	bool has_suffix;
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
	int result = setting_shape(job, arena, &sample, ROLE_MARK, &nominal) || ink_of(mark->pages, &nominal, &mark->ink) ? -1 : 0;
	bool printed = document->mark == MARK_PRINTED;
	mark->count = document->mark_line_count;
	mark->has_suffix = document->mark_suffix.text != NULL;
	mark->names = arena_array(arena, (size_t)mark->count + 1, sizeof *mark->names);
	for (int i = 0; i < mark->count && printed; i++)
		result |= setting_shape(job, arena, &document->mark_lines[i], ROLE_MARK, &mark->names[i]);
	if (mark->has_suffix && printed)
		result |= setting_shape(job, arena, &document->mark_suffix, ROLE_MARK, &mark->suffix);
	return result;
}

/* Widest name, most characters; size and width that suit all. */
static void fit_all(struct mark *mark)
{
	const struct style *style = mark->pages->job->style;
	mpt natural = 0, suffix = 0;
	int characters = 0;
	mark->look = style->roles[ROLE_MARK];
	for (int i = 0; i < mark->count; i++) {
		mpt width = setting_width(&mark->names[i]);
		natural = width > natural ? width : natural;
		characters = mark->names[i].shaped.count > characters ? mark->names[i].shaped.count : characters;
	}
	if (mark->has_suffix)
		suffix = setting_width(&mark->suffix) + style->mark_suffix_gap;
	if (natural + suffix > style->mark_width)
		mark->look.size = mark->look.em = (mpt)((int64_t)mark->look.size * style->mark_width / (natural + suffix));
	mpt scaled = (mpt)((int64_t)natural * mark->look.size / style->roles[ROLE_MARK].size);
	mpt room = style->mark_width - (mpt)((int64_t)suffix * mark->look.size / style->roles[ROLE_MARK].size);
	mpt widest = mark->count > 1 ? scaled : scaled + mark->look.em * (characters - 1);
	mark->width = widest < room ? widest : room;
	mpt whole = mark->width + style->mark_width - room;
	mark->left = mark->pages->left + (style->text_width - whole) / 2;
}

static void put_name(struct mark *mark, struct setting *setting, const mpt left_width_top[3], const struct words *from)
{
	struct paginator *pages = mark->pages;
	struct line whole = setting_whole(setting);
	int32_t *x = arena_array(pages->page_arena, (size_t)setting->shaped.count + 1, sizeof *x);
	struct tag tag = { .role = ROLE_MARK, .node = record_node(pages->job->record, NODE_PARAGRAPH, 0), .file = from->at.file, .line = from->at.line };
	struct ink ink;
	setting->look = &mark->look;
	line_spread(&setting->shaped, &whole, setting_measure(setting, left_width_top[1]), x);
	if (ink_of(pages, setting, &ink))
		ink = mark->ink;
	mpt baseline = left_width_top[2] + mpt_from_milli_em(ink.top, mark->look.size);
	setting_put(pages, setting, &whole, x, (const mpt[2]){ left_width_top[0], baseline - mpt_from_milli_em(FONT_ASCENT, mark->look.size) }, &tag);
}

/* Top of the ink of 文件 that stands in the middle of the names. */
static mpt suffix_top(const struct mark *mark, mpt top, mpt height)
{
	return top + (height - mpt_from_milli_em(mark->ink.top - mark->ink.bottom, mark->look.size)) / 2;
}

int head_mark_put(struct paginator *pages, mpt top, mpt *height)
{
	const struct style *style = pages->job->style;
	const struct document *document = pages->job->document;
	struct mark mark = { .pages = pages };
	if (shape_all(&mark))
		return -1;
	bool printed = document->mark == MARK_PRINTED && mark.count > 0;
	int lines = mark.count > 1 ? mark.count : 1;
	mark.look = style->roles[ROLE_MARK];
	if (printed)
		fit_all(&mark);
	mpt ink = mpt_from_milli_em(mark.ink.top - mark.ink.bottom, style->roles[ROLE_MARK].size);
	mpt pitch = mpt_from_milli_em(style->mark_names_pitch_milli, mark.look.size);
	*height = lines > 1 ? (lines - 1) * pitch + mpt_from_milli_em(mark.ink.top - mark.ink.bottom, mark.look.size) : ink;
	for (int i = 0; printed && i < mark.count; i++)
		put_name(&mark, &mark.names[i], (const mpt[3]){ mark.left, mark.width, top + i * pitch }, &document->mark_lines[i]);
	if (printed && mark.has_suffix) {
		mpt left = mark.left + mark.width + (mpt)((int64_t)style->mark_suffix_gap * mark.look.size / style->roles[ROLE_MARK].size);
		mark.suffix.look = &mark.look;
		put_name(&mark, &mark.suffix, (const mpt[3]){ left, setting_width(&mark.suffix), suffix_top(&mark, top, *height) }, &document->mark_suffix);
	}
	return 0;
}
