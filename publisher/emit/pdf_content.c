/* Operators. Positions come as absolute origins; a TJ correction is written wherever a glyph does not stand where the
 * advance before it leads, so readers place it as exactly as the display list does. */
#include "emit/pdf_content.h"
#include <string.h>
#include "emit/picture.h"

enum { WHOLE_SIZE = 20 * MPT_PER_PT };    /* up to it, corrections in whole milli-ems are exact to 0.01 pt */

static void put_paint(struct content *content, enum paint paint)
{
	if (content->painted && content->paint == paint)
		return;
	content->painted = true;
	content->paint = paint;
	if (paint == PAINT_BLACK) {
		buffer_put(&content->out, "0 g 0 G\n");
		return;
	}
	const uint8_t *colour = content->look->colours[paint];
	for (int twice = 0; twice < 2; twice++) {
		for (int i = 0; i < 3; i++)
			buffer_number(&content->out, (colour[i] * 1000 + 127) / 255);
		buffer_put(&content->out, twice ? "RG\n" : "rg ");
	}
}

static void end_text(struct content *content)
{
	if (content->face >= 0)
		buffer_put(&content->out, "ET\n");
	content->face = -1;
}

static void begin_text(struct content *content, const struct glyph_run *run)
{
	if (content->face >= 0 && content->painted && content->paint != run->paint)
		end_text(content);
	if (content->face < 0) {
		put_paint(content, run->paint);
		buffer_put(&content->out, "BT\n");
	} else if (content->face == run->face && content->size == run->size && content->vertical == run->vertical) {
		return;
	}
	content->face = run->face;
	content->size = run->size;
	content->vertical = run->vertical;
	buffer_printf(&content->out, "/%c%d ", run->vertical ? 'V' : 'F', run->face);
	buffer_number(&content->out, run->size);
	buffer_put(&content->out, "Tf\n");
}

static void put_matrix(struct content *content, mpt x, mpt y)
{
	buffer_put(&content->out, "1 0 0 1 ");
	buffer_number(&content->out, x);
	buffer_number(&content->out, (int64_t)content->height - y);
	buffer_put(&content->out, "Tm ");
}

/* Where the text position must be for glyph i: its origin, or for vertical text its vertical origin, which DW2 puts half
 * its width right of and 0.88 em above the origin. */
static void text_position(struct content *content, const struct glyph_run *run, int i, mpt out[2])
{
	out[0] = run->x[i];
	out[1] = run->y[i];
	if (run->vertical) {
		out[0] += mpt_from_milli_em(face_advance(content->fonts->fonts, run->face, run->glyph[i]), run->size) / 2;
		out[1] -= mpt_from_milli_em(FONT_ASCENT, run->size);
	}
}

/* A blank or line break behind a character that has no glyph of its own was left out on purpose. */
static uint32_t without_blanks(const char *text, uint32_t length)
{
	for (;;) {
		uint32_t blank = length > 3 && memcmp(text + length - 3, "\xE3\x80\x80", 3) == 0 ? 3 : length > 1 && (unsigned char)text[length - 1] <= ' ' ? 1 : 0;
		if (!blank)
			return length;
		length -= blank;
	}
}

/* Characters of the cluster that begins at glyph i, and how many glyphs it has. */
static void cluster_words(const struct glyph_run *run, int i, const char **text, uint32_t *length, int *glyphs)
{
	int end = i + 1;
	while (end < run->count && run->cluster[end] == run->cluster[i])
		end++;
	*text = run->text + run->cluster[i];
	*length = without_blanks(*text, run->cluster[end] - run->cluster[i]);
	*glyphs = end - i;
}

struct pen {
	bool open;          /* inside [<…> … ] */
	mpt start[2];       /* text position of the TJ array's first glyph */
	int64_t tenths;     /* of a milli-em gone from there */
};

static void close_array(struct content *content, struct pen *pen)
{
	if (pen->open)
		buffer_put(&content->out, ">] TJ\n");
	pen->open = false;
}

static void put_glyph(struct content *content, const struct glyph_run *run, int i, struct pen *pen)
{
	mpt at[2];
	int along = run->vertical ? 1 : 0, across = 1 - along;
	text_position(content, run, i, at);
	if (pen->open && at[across] != pen->start[across])
		close_array(content, pen);
	if (!pen->open) {
		put_matrix(content, at[0], at[1]);
		buffer_put(&content->out, "[<");
		*pen = (struct pen){ .open = true, .start = { at[0], at[1] } };
	}
	int64_t step = run->size > WHOLE_SIZE ? 1 : 10;
	int64_t wanted = step * rounded_ratio(at[along] - pen->start[along], 10000 / step, run->size), off = wanted - pen->tenths;
	if (off) {
		buffer_put(&content->out, "> ");
		buffer_number(&content->out, 100 * (along ? off : -off));
		buffer_put(&content->out, "<");
		pen->tenths = wanted;
	}
	buffer_code(&content->out, face_code(content->fonts->fonts, run->face, run->glyph[i]));
	pen->tenths += 10 * (run->vertical ? 1000 : face_advance(content->fonts->fonts, run->face, run->glyph[i]));
}

static void put_run(struct content *content, const struct glyph_run *run)
{
	struct pen pen = { .open = false };
	if (!run->count)
		return;
	pdf_font_open(content->fonts, run->face, run->vertical);
	begin_text(content, run);
	for (int i = 0; i < run->count;) {
		const char *text = NULL;
		uint32_t length = 0;
		int glyphs = 1;
		cluster_words(run, i, &text, &length, &glyphs);
		bool plain = pdf_font_use(content->fonts, run->face, run->glyph[i], text, length) && glyphs == 1;
		for (int extra = 1; extra < glyphs; extra++)
			pdf_font_use(content->fonts, run->face, run->glyph[i + extra], "", 0);
		if (!plain) {
			close_array(content, &pen);
			buffer_put(&content->out, "/Span <</ActualText <FEFF");
			buffer_utf16(&content->out, text, length);
			buffer_put(&content->out, ">>> BDC\n");
		}
		for (int end = i + glyphs; i < end; i++)
			put_glyph(content, run, i, &pen);
		if (!plain) {
			close_array(content, &pen);
			buffer_put(&content->out, "EMC\n");
		}
	}
	close_array(content, &pen);
}

static void put_rule(struct content *content, const struct item *item)
{
	put_paint(content, item->of.rule.paint);
	buffer_number(&content->out, item->of.rule.width);
	buffer_put(&content->out, "w ");
	buffer_number(&content->out, item->of.rule.x0);
	buffer_number(&content->out, (int64_t)content->height - item->of.rule.y0);
	buffer_put(&content->out, "m ");
	buffer_number(&content->out, item->of.rule.x1);
	buffer_number(&content->out, (int64_t)content->height - item->of.rule.y1);
	buffer_put(&content->out, "l S\n");
}

static void put_rectangle(struct content *content, const mpt box[4])
{
	buffer_number(&content->out, box[0]);
	buffer_number(&content->out, (int64_t)content->height - box[1] - box[3]);
	buffer_number(&content->out, box[2]);
	buffer_number(&content->out, box[3]);
}

static HPDF_Dict store_image(struct content *content, const char *path)
{
	struct store *store = content->fonts->store;
	struct arena *scratch = arena_new();
	struct picture picture;
	HPDF_Dict image = NULL;
	if (!picture_load(scratch, content->all, path, &picture)) {
		size_t count = (size_t)picture.width * (size_t)picture.height;
		uint8_t *colours = arena_array(scratch, count, 3), *alpha = arena_array(scratch, count, 1);
		for (size_t i = 0; i < count; i++) {
			memcpy(colours + 3 * i, picture.rgba + 4 * i, 3);
			alpha[i] = picture.rgba[4 * i + 3];
		}
		const char *size = arena_printf(scratch, "/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 ", picture.width, picture.height);
		HPDF_Dict mask = store_stream(store, alpha, count, arena_printf(scratch, "%s/ColorSpace /DeviceGray ", size));
		image = store_stream(store, colours, 3 * count, arena_printf(scratch, "%s/ColorSpace /DeviceRGB /SMask %d 0 R ", size, object_number(mask)));
	} else {
		content->result = -1;
	}
	arena_free(scratch);
	return image;
}

static void put_image(struct content *content, const struct item *item)
{
	size_t i = 0;
	while (i < content->image_count && strcmp(content->images[i].path, item->of.image.path) != 0)
		i++;
	if (i == content->image_count) {
		ARENA_GROW(content->fonts->store->arena, content->images, &content->image_capacity, i + 1);
		content->images[i] = (struct pdf_image){ arena_strdup(content->fonts->store->arena, item->of.image.path), store_image(content, item->of.image.path) };
		content->image_count++;
	}
	if (!content->images[i].object)
		return;
	buffer_put(&content->out, "q /Multiply gs ");
	buffer_number(&content->out, item->of.image.width);
	buffer_put(&content->out, "0 0 ");
	buffer_number(&content->out, item->of.image.height);
	buffer_number(&content->out, item->of.image.x);
	buffer_number(&content->out, (int64_t)content->height - item->of.image.y - item->of.image.height);
	buffer_printf(&content->out, "cm /I%zu Do Q\n", i);
}

/* A quarter of an ellipse as a Bezier curve: its handles are this long (ten thousandths of the half axis). */
enum { HANDLE = 5523 };

static void put_point(struct content *content, const mpt middle[2], const int64_t offset[2])
{
	buffer_number(&content->out, middle[0] + offset[0]);
	buffer_number(&content->out, (int64_t)content->height - middle[1] - offset[1]);
}

static void put_ellipse(struct content *content, const mpt box[4])
{
	const mpt middle[2] = { box[0] + box[2] / 2, box[1] + box[3] / 2 };
	const int64_t across = box[2] / 2, down = box[3] / 2, handle[2] = { across * HANDLE / 10000, down * HANDLE / 10000 };
	const int64_t points[13][2] = {
		{ across, 0 }, { across, handle[1] }, { handle[0], down }, { 0, down }, { -handle[0], down }, { -across, handle[1] }, { -across, 0 },
		{ -across, -handle[1] }, { -handle[0], -down }, { 0, -down }, { handle[0], -down }, { across, -handle[1] }, { across, 0 },
	};
	for (int i = 0; i < 13; i++) {
		put_point(content, middle, points[i]);
		if (i % 3 == 0)
			buffer_put(&content->out, i ? "c\n" : "m\n");
	}
}

static void put_fill(struct content *content, const struct item *item)
{
	const mpt box[4] = { item->of.fill.x, item->of.fill.y, item->of.fill.width, item->of.fill.height };
	put_paint(content, item->of.fill.paint);
	if (item->of.fill.round)
		put_ellipse(content, box);
	else
		put_rectangle(content, box);
	buffer_put(&content->out, item->of.fill.round ? "f\n" : "re f\n");
}

static void put_turn(struct content *content, const struct item *item)
{
	if (!frames_turn(&content->frames, item))
		return;
	buffer_put(&content->out, "q 0 1 -1 0 ");
	buffer_number(&content->out, item->of.turn.x);
	buffer_number(&content->out, (int64_t)content->height - item->of.turn.y);
	buffer_put(&content->out, "cm\n");
	content->height = 0;
}

/* The colour in force outside is known to the reader alone: it is set anew. */
static void put_turn_end(struct content *content, mpt sheet)
{
	if (!frames_end(&content->frames))
		return;
	buffer_put(&content->out, "Q\n");
	content->height = content->frames.depth ? 0 : sheet;
	content->painted = false;
}

static void put_item(struct content *content, const struct item *item, mpt sheet)
{
	if (item->kind != ITEM_GLYPHS)
		end_text(content);
	switch (item->kind) {
	case ITEM_GLYPHS:
		put_run(content, &item->of.glyphs);
		break;
	case ITEM_RULE:
		put_rule(content, item);
		break;
	case ITEM_FILL:
		put_fill(content, item);
		break;
	case ITEM_IMAGE:
		put_image(content, item);
		break;
	case ITEM_TURN:
		put_turn(content, item);
		break;
	case ITEM_TURN_END:
		put_turn_end(content, sheet);
		break;
	case ITEM_LINK:
	case ITEM_FIELD:
		break;    /* annotations, not content */
	}
}

void content_page(struct content *content, const struct page *page)
{
	content->height = page->height;
	content->painted = false;
	content->face = -1;
	content->frames = (struct frames){ .depth = 0 };
	for (size_t i = 0; i < page->count; i++)
		put_item(content, &page->items[i], page->height);
	end_text(content);
	while (content->frames.depth)    /* turns left open */
		put_turn_end(content, page->height);
}
