#include "emit/pdf_text.h"
#include <stdlib.h>
#include <string.h>

enum {
	FINE = 10000,              /* 1/10000 mpt in a mpt */
	GRID = 10,                 /* mpt in 1/100 pt */
	WHOLE_SIZE = 20 * MPT_PER_PT,    /* up to it, corrections in whole milli-ems are exact to 0.01 pt */
	SPREAD = 30,               /* mpt: gaps of a justified line differ by less */
	FEWEST = 3                 /* gaps for which setting the character spacing is shorter than correcting each */
};

static int64_t on_grid(int64_t length) { return rounded_ratio(length, 1, GRID); }

static void end_string(struct text_writer *writer)
{
	if (writer->string)
		buffer_byte(writer->out, ')');
	if (writer->string || writer->array)
		buffer_put(writer->out, writer->array ? "]TJ\n" : "Tj\n");
	writer->string = writer->array = false;
}

void text_end(struct text_writer *writer)
{
	end_string(writer);
	if (writer->open)
		buffer_put(writer->out, "ET\n");
	writer->open = false;
}

static void begin_string(struct text_writer *writer)
{
	if (!writer->string && !writer->array)
		writer->start = writer->out->length;
	if (!writer->string)
		buffer_byte(writer->out, '(');
	writer->string = true;
}

static void put_byte(struct buffer *out, unsigned char byte)
{
	if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
		buffer_byte(out, '\\');
	buffer_byte(out, byte == '\r' ? 'r' : (char)byte);
}

/* A correction in 1/10 milli-em, in PDF's direction: backwards in horizontal text, downwards in vertical. */
static void put_correction(struct text_writer *writer, int64_t tenths)
{
	struct buffer *out = writer->out;
	if (writer->string) {
		buffer_byte(out, ')');
	} else if (!writer->array) {
		writer->start = out->length;
	}
	if (!writer->array) {    /* the string so far becomes the first of an array */
		buffer_byte(out, '[');
		memmove(out->text + writer->start + 1, out->text + writer->start, out->length - 1 - writer->start);
		out->text[writer->start] = '[';
	}
	writer->array = true;
	writer->string = false;
	buffer_decimal(out, tenths, 1);
	out->length--;    /* the blank */
}

static void move_to(struct text_writer *writer, const int64_t target[2])
{
	const int64_t to[2] = { on_grid(target[0]), on_grid(target[1]) };
	end_string(writer);
	for (int i = 0; i < 2; i++) {
		buffer_decimal(writer->out, to[i] - writer->line[i], 2);
		writer->line[i] = to[i];
		writer->pen[i] = to[i] * GRID * FINE;
	}
	buffer_put(writer->out, "Td");
}

/* Corrects along the line if the glyph is near and on it. */
static bool correct(struct text_writer *writer, int64_t off, mpt size)
{
	if (off > (int64_t)size * FINE || off < -(int64_t)size * FINE)
		return false;
	int64_t step = size > WHOLE_SIZE ? 1 : 10, tenths = -step * rounded_ratio(off, 1, step * size);
	put_correction(writer, tenths);
	writer->pen[writer->state.vertical] -= tenths * size;
	return true;
}

static void put_glyph(struct text_writer *writer, const struct pdf_glyph *glyph, mpt x, mpt y, mpt size)
{
	bool vertical = writer->state.vertical;
	int64_t target[2] = { x, (int64_t)writer->height - y };
	if (vertical) {    /* the vertical origin, which DW2 puts half the width right of and 0.88 em above the origin */
		target[0] += mpt_from_milli_em(glyph->advance, size) / 2;
		target[1] += mpt_from_milli_em(FONT_ASCENT, size);
	}
	int64_t along = target[vertical] * FINE - writer->pen[vertical], across = target[!vertical] * FINE - writer->pen[!vertical];
	bool level = across <= TEXT_OFF * FINE && across >= -TEXT_OFF * FINE;
	if (!level || ((along > TEXT_OFF * FINE || along < -TEXT_OFF * FINE) && !correct(writer, along, size)))
		move_to(writer, target);
	begin_string(writer);
	put_byte(writer->out, (unsigned char)(glyph->code >> 8));
	put_byte(writer->out, (unsigned char)glyph->code);
	if (vertical)
		writer->pen[1] -= 1000 * (int64_t)size * 10;
	else
		writer->pen[0] += glyph->advance * (int64_t)size * 10 + (int64_t)writer->state.spacing * FINE;
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

/* One past the last glyph of the cluster that begins at glyph i, and the length of its characters. */
static int cluster_end(const struct glyph_run *run, int i, uint32_t *length)
{
	int end = i + 1;
	while (end < run->count && run->cluster[end] == run->cluster[i])
		end++;
	*length = without_blanks(run->text + run->cluster[i], run->cluster[end] - run->cluster[i]);
	return end;
}

static void set_spacing(struct text_writer *writer, mpt spacing)
{
	if (writer->state.spacing == spacing)
		return;
	end_string(writer);
	buffer_number(writer->out, spacing);
	buffer_put(writer->out, "Tc\n");
	writer->state.spacing = spacing;
}

static void set_font(struct text_writer *writer, const struct glyph_run *run)
{
	struct text_state *state = &writer->state;
	if (!writer->open) {
		buffer_put(writer->out, "BT\n");
		writer->open = true;
		memset(writer->line, 0, sizeof writer->line);
		memset(writer->pen, 0, sizeof writer->pen);
	}
	if (run->vertical)
		set_spacing(writer, 0);
	if (state->face == run->face && state->size == run->size && state->vertical == run->vertical)
		return;
	end_string(writer);
	state->face = run->face;
	state->size = run->size;
	state->vertical = run->vertical;
	buffer_put(writer->out, run->vertical ? "/V" : "/F");
	buffer_decimal(writer->out, run->face, 0);
	buffer_number(writer->out, run->size);
	buffer_put(writer->out, "Tf\n");
}

void text_run(struct text_writer *writer, const struct glyph_run *run)
{
	if (!run->count)
		return;
	pdf_font_open(writer->fonts, run->face, run->vertical);
	set_font(writer, run);
	for (int i = 0, end; i < run->count; i = end) {
		const char *text = run->text + run->cluster[i];
		uint32_t length = 0;
		end = cluster_end(run, i, &length);
		bool plain = pdf_font_use(writer->fonts, pdf_font_glyph(writer->fonts, run->face, run->glyph[i]), text, length) && end == i + 1;
		if (!plain) {
			end_string(writer);
			buffer_put(writer->out, "/Span<</ActualText<FEFF");
			buffer_utf16(writer->out, text, length);
			buffer_put(writer->out, ">>>BDC\n");
		}
		for (int k = i; k < end; k++) {
			struct pdf_glyph *glyph = pdf_font_glyph(writer->fonts, run->face, run->glyph[k]);
			if (k > i)
				pdf_font_use(writer->fonts, glyph, "", 0);
			put_glyph(writer, glyph, run->x[k], run->y[k], run->size);
		}
		if (!plain) {
			end_string(writer);
			buffer_put(writer->out, "EMC\n");
		}
	}
}

/* ---- character spacing ---- */

/* Calls for each gap between two glyphs of the line, in mpt over the advance. */
struct gaps { mpt candidate; int votes, count, near; int64_t sum; bool counting; };

static void take_gap(struct gaps *gaps, int64_t gap)
{
	bool near = gaps->votes && gap >= gaps->candidate - SPREAD && gap <= gaps->candidate + SPREAD;
	if (gaps->counting) {
		gaps->count++;
		gaps->near += near;
		gaps->sum += near ? gap : 0;
	} else if (gaps->votes == 0) {
		gaps->candidate = (mpt)gap;
		gaps->votes = 1;
	} else {
		gaps->votes += near ? 1 : -1;
	}
}

static void take_gaps(struct text_writer *writer, const struct item *items, size_t from, size_t end, struct gaps *gaps)
{
	for (size_t k = from; k < end; k++) {
		const struct glyph_run *run = &items[k].of.glyphs, *next = k + 1 < end ? &items[k + 1].of.glyphs : NULL;
		for (int i = 0; i < run->count - (next ? 0 : 1); i++) {
			const struct pdf_glyph *glyph = pdf_font_glyph(writer->fonts, run->face, run->glyph[i]);
			mpt following = i + 1 < run->count ? run->x[i + 1] : next->x[0];
			take_gap(gaps, following - run->x[i] - rounded_ratio(glyph->advance, run->size, 1000));
		}
	}
}

/* Does the run go on with the line of the one before it? */
static bool same_line(const struct glyph_run *before, const struct item *item)
{
	const struct glyph_run *run = &item->of.glyphs;
	if (item->kind != ITEM_GLYPHS || run->vertical || !run->count || run->y[0] != before->y[0])
		return false;
	mpt step = run->x[0] - before->x[before->count - 1];
	return step > 0 && step < 2 * before->size;
}

void text_choose_spacing(struct text_writer *writer, const struct item *items, size_t from, size_t count, size_t *end)
{
	struct gaps gaps = { .count = 0 };
	*end = from + 1;
	if (items[from].of.glyphs.vertical || !items[from].of.glyphs.count)
		return;
	while (*end < count && same_line(&items[*end - 1].of.glyphs, &items[*end]))
		++*end;
	for (size_t k = from; k < *end; k++)
		pdf_font_open(writer->fonts, items[k].of.glyphs.face, false);
	take_gaps(writer, items, from, *end, &gaps);
	gaps.counting = true;
	if (gaps.votes)
		take_gaps(writer, items, from, *end, &gaps);
	if (gaps.near < FEWEST || 2 * gaps.near <= gaps.count)
		return;
	mpt spacing = (mpt)rounded_ratio(gaps.sum, 1, gaps.near);
	if ((int64_t)abs(spacing - writer->state.spacing) * gaps.count > TEXT_OFF)
		set_spacing(writer, spacing);
}
