/* Each glyph is held against the place to which what was written before has brought the reader: there it is simply the next
 * byte pair of the string; near it, behind a correction in a TJ array; elsewhere, behind a Td. */
#include "emit/pdf_text.h"
#include <stdlib.h>
#include <string.h>

enum {
	FINE = 10000,              /* 1/10000 mpt in a mpt */
	GRID = 10,                 /* mpt in 1/100 pt */
	WHOLE_SIZE = 20 * MPT_PER_PT,    /* up to it, corrections in whole milli-ems are exact to 0.01 pt */
	SPREAD = 30,               /* mpt: gaps of a justified line differ by less */
	GAPS = 256,                /* looked at in a line */
	FEWEST = 3                 /* gaps for which setting the character spacing is shorter than correcting each */
};

/* Between an operator and a number or another operator; none is needed before a delimiter. */
static void divide(struct buffer *out)
{
	if (out->length && out->text[out->length - 1] > ' ')
		buffer_byte(out, '\n');
}

static int64_t on_grid(int64_t length) { return rounded_ratio(length, 1, GRID); }

static void end_string(struct text_writer *writer)
{
	if (writer->string)
		buffer_byte(writer->out, ')');
	if (writer->array)
		buffer_put(writer->out, "]TJ");
	else if (writer->string)
		buffer_put(writer->out, "Tj");
	writer->string = writer->array = false;
}

void text_begin_page(struct text_writer *writer, mpt height)
{
	writer->state = (struct text_state){ .size = 0 };
	writer->height = height;
	writer->open = writer->string = writer->array = false;
}

void text_pause(struct text_writer *writer)
{
	end_string(writer);
	divide(writer->out);
}

void text_end(struct text_writer *writer)
{
	text_pause(writer);
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

/* Dense codes have nothing to escape but at the end of their range. */
static void put_code(struct buffer *out, uint16_t code, bool plain)
{
	if (!plain) {
		put_byte(out, (unsigned char)(code >> 8));
		put_byte(out, (unsigned char)code);
		return;
	}
	const char bytes[2] = { (char)(code >> 8), (char)code };
	buffer_add(out, bytes, 2);
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
	divide(writer->out);
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
	put_code(writer->out, glyph->code, glyph->plain);
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
	divide(writer->out);
	buffer_number(writer->out, spacing);
	buffer_put(writer->out, "Tc");
	writer->state.spacing = spacing;
}

static bool same_font(const struct text_state *state, const struct glyph_run *run)
{
	return state->face == run->face && state->size == run->size && state->vertical == run->vertical;
}

static const struct font_words *font_words(struct text_writer *writer, const struct glyph_run *run)
{
	for (int i = 0; i < FONT_WORDS; i++)
		if (same_font(&writer->words[i].font, run))
			return &writer->words[i];
	struct font_words *words = &writer->words[writer->oldest];
	struct buffer *out = writer->out;
	size_t start = out->length;
	writer->oldest = (writer->oldest + 1) % FONT_WORDS;
	buffer_put(out, run->vertical ? "/V" : "/F");
	buffer_decimal(out, run->face, 0);
	buffer_number(out, run->size);
	buffer_put(out, "Tf");
	*words = (struct font_words){ .font = { .face = run->face, .size = run->size, .vertical = run->vertical }, .length = out->length - start };
	memcpy(words->text, out->text + start, words->length);
	out->length = start;
	return words;
}

void text_open(struct text_writer *writer)
{
	if (writer->open)
		return;
	divide(writer->out);
	buffer_put(writer->out, "BT\n");
	writer->open = true;
	memset(writer->line, 0, sizeof writer->line);
	memset(writer->pen, 0, sizeof writer->pen);
}

static void set_font(struct text_writer *writer, const struct glyph_run *run)
{
	struct text_state *state = &writer->state;
	text_open(writer);
	if (run->vertical)
		set_spacing(writer, 0);
	if (same_font(state, run))
		return;
	end_string(writer);
	state->face = run->face;
	state->size = run->size;
	state->vertical = run->vertical;
	const struct font_words *words = font_words(writer, run);
	buffer_add(writer->out, words->text, words->length);
}

void text_run(struct text_writer *writer, const struct glyph_run *run)
{
	const struct pdf_font *font = &writer->fonts->list[run->face];
	if (run->count)
		set_font(writer, run);
	for (int i = 0, end; i < run->count; i = end) {
		const char *text = run->text + run->cluster[i];
		uint32_t length = 0;
		end = cluster_end(run, i, &length);
		const uint16_t *glyphs = writer->glyphs + writer->next;
		bool plain = pdf_font_use(writer->fonts, &font->list[glyphs[0]], text, length) && end == i + 1;
		if (!plain) {
			end_string(writer);
			buffer_put(writer->out, "/Span<</ActualText<FEFF");
			buffer_utf16(writer->out, text, length);
			buffer_put(writer->out, ">>>BDC\n");
		}
		for (int k = i; k < end; k++) {
			if (k > i)
				pdf_font_note(writer->fonts, &font->list[glyphs[k - i]], "", 0);
			put_glyph(writer, &font->list[glyphs[k - i]], run->x[k], run->y[k], run->size);
		}
		writer->next += (size_t)(end - i);
		if (!plain) {
			end_string(writer);
			buffer_put(writer->out, "\nEMC\n");
		}
	}
}

/* ---- character spacing ---- */

/* The gaps between the glyphs of a line, in mpt over the advances; and the one that most have, about. */
struct gaps { mpt list[GAPS], candidate; int count, votes; };

static void take_gap(struct gaps *gaps, mpt gap)
{
	if (!gaps->votes)
		gaps->candidate = gap;
	gaps->votes += !gaps->votes || abs(gap - gaps->candidate) <= SPREAD ? 1 : -1;
	gaps->list[gaps->count++] = gap;
}

static void take_run(struct text_writer *writer, const struct glyph_run *run, const struct glyph_run *next, struct gaps *gaps)
{
	const struct pdf_font *font = &writer->fonts->list[run->face];
	size_t have = writer->glyph_count;
	ARENA_GROW(writer->out->arena, writer->glyphs, &writer->glyph_capacity, have + (size_t)run->count);
	for (int i = 0; i < run->count; i++) {
		uint16_t glyph = pdf_font_glyph(writer->fonts, run->face, run->glyph[i]);
		bool last = i + 1 == run->count;
		writer->glyphs[have + (size_t)i] = glyph;
		if ((!last || next) && gaps->count < GAPS)
			take_gap(gaps, (last ? next->x[0] : run->x[i + 1]) - run->x[i] - mpt_from_milli_em(font->list[glyph].advance, run->size));
	}
	writer->glyph_count = have + (size_t)run->count;
}

/* The mean of those gaps that are near the candidate, if they are many; else what is in force. */
static mpt chosen_spacing(const struct gaps *gaps, mpt in_force)
{
	int near = 0;
	int64_t sum = 0;
	for (int i = 0; i < gaps->count && gaps->votes; i++) {
		if (abs(gaps->list[i] - gaps->candidate) <= SPREAD) {
			near++;
			sum += gaps->list[i];
		}
	}
	if (near < FEWEST || 2 * near <= gaps->count)
		return in_force;
	mpt spacing = (mpt)rounded_ratio(sum, 1, near);
	return (int64_t)abs(spacing - in_force) * gaps->count > TEXT_OFF ? spacing : in_force;
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

size_t text_line(struct text_writer *writer, const struct item *items, size_t from, size_t count)
{
	struct gaps gaps;
	const struct glyph_run *first = &items[from].of.glyphs;
	size_t end = from + 1;
	gaps.count = gaps.votes = gaps.candidate = 0;
	writer->glyph_count = writer->next = 0;
	while (!first->vertical && first->count && end < count && same_line(&items[end - 1].of.glyphs, &items[end]))
		end++;
	for (size_t k = from; k < end; k++) {
		const struct glyph_run *run = &items[k].of.glyphs;
		pdf_font_open(writer->fonts, run->face, run->vertical);
		take_run(writer, run, k + 1 < end ? &items[k + 1].of.glyphs : NULL, &gaps);
	}
	if (!first->vertical)
		set_spacing(writer, chosen_spacing(&gaps, writer->state.spacing));
	return end;
}
