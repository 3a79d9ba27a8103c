/* 署名, 成文日期, 印章 (7.3.5), 附注 (7.3.6). A seal is an image or the field of an electronic signature; where both stand in
 * for the same seal both are measured. */
#include "conform/measuring.h"
#include <stdlib.h>
#include <string.h>
#include "base/language.h"

struct ending {
	const struct text_line *first, *last, *date, *text;    /* signatures; the last line of text above them */
	mpt top;                   /* of the first of them */
};

static mpt middle_of(const struct text_line *line) { return (line->left + line->right) / 2; }

static struct ending find_ending(const struct conform *conform)
{
	struct ending ending = { .first = sheet_first(&conform->sheet, ROLE_SIGNATURE), .last = sheet_last(&conform->sheet, ROLE_SIGNATURE),
	                         .date = sheet_first(&conform->sheet, ROLE_DATE) };
	const struct text_line *top = ending.first ? ending.first : ending.date;
	if (top) {
		ending.top = top->top;
		ending.text = text_above(conform, top->top);
	}
	return ending;
}

/* Of all lines of the name, or the post, that the line belongs to. */
static struct extent whole_of(const struct conform *conform, const struct text_line *part)
{
	struct extent whole = extent_empty();
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		const struct extent extent = { .left = line->left, .top = line->top, .right = line->right, .bottom = line->bottom };
		if (line->role == part->role && line->node == part->node)
			extent_add(&whole, &extent);
	}
	return whole;
}

/* A long name takes two lines of the grid. */
static void measure_name_pitch(struct conform *conform)
{
	const struct text_line *before = NULL;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		if (line->role != ROLE_SIGNATURE)
			continue;
		if (before && before->node == line->node)
			measured_against(conform, MEASURE_signature_pitch, conform->pitch, line->top - before->top, line);
		before = line;
	}
}

/* ---- sealed (7.3.5.1) ---- */

/* Of all signatures and seals. */
static mpt leftmost(const struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	mpt left = INT32_MAX;
	for (size_t i = 0; i < sheet->line_count; i++)
		if (sheet->lines[i].role == ROLE_SIGNATURE && sheet->lines[i].left < left)
			left = sheet->lines[i].left;
	for (size_t i = 0; i < sheet->box_count; i++)
		if (sheet->boxes[i].extent.left < left)
			left = sheet->boxes[i].extent.left;
	return left;
}

/* A signature wider than the date and eight characters cannot stand in the middle over a date four characters in. */
static void measure_date_right(struct conform *conform, const struct ending *ending)
{
	mpt right = block_right(conform) - line_right(ending->date, block_right(conform) - 4 * CELL);
	const struct extent over = ending->last ? whole_of(conform, ending->last) : extent_empty();
	bool wide = !extent_is_empty(&over) && over.right - over.left > ending->date->right - ending->date->left + 8 * CELL;
	const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .value = right,
	                               .note = N_("the signature is too wide to stand over a date four characters in") };
	const struct excuse row = { .verdict = VERDICT_ALLOWED, .value = right, .note = N_("farther left the row of seals would leave the text block") };
	if (wide && right > 4 * CELL)
		excused(conform, MEASURE_date_right, &excuse, ending->date);
	else if (right < 4 * CELL - 283 && leftmost(conform) - (4 * CELL - right) < conform->sheet.left)
		excused(conform, MEASURE_date_right, &row, ending->date);
	else
		measured(conform, MEASURE_date_right, right, ending->date);
}

static void measure_pair(struct conform *conform, const struct ending *ending)
{
	if (!ending->date)
		return;
	measure_date_right(conform, ending);
	if (!ending->last)
		return;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		if (line->role == ROLE_SIGNATURE && line->node == ending->last->node)
			measured(conform, MEASURE_signature_centred, line_off_middle(line, middle_of(ending->date)), line);
	}
	measured_against(conform, MEASURE_date_below, conform->pitch, ending->date->top - ending->last->top, ending->date);
}

/* The signature whose middle is nearest to a seal's, on the lines that the seal touches; else the date. */
static const struct text_line *sealed_line(const struct conform *conform, const struct extent *seal)
{
	const struct text_line *found = NULL;
	mpt middle = (seal->left + seal->right) / 2;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		bool touched = (line->role == ROLE_SIGNATURE || line->role == ROLE_DATE) && line->top < seal->bottom && line->bottom > seal->top;
		if (touched && (!found || abs(middle_of(line) - middle) < abs(middle_of(found) - middle)))
			found = line;
	}
	return found;
}

/* The standard keeps the two ends of a row inside the text block; of its height it says nothing. */
static void measure_seal_inside(struct conform *conform, const struct extent *seal, const struct text_line *line)
{
	mpt left = conform->sheet.left - seal->left, right = seal->right - block_right(conform);
	mpt above = BLOCK_TOP - seal->top, below = seal->bottom - BLOCK_BOTTOM;
	mpt across = left > right ? left : right, down = above > below ? above : below;
	const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .value = down, .note = N_("the standard only keeps the two ends of a row inside") };
	measured(conform, MEASURE_seal_beside, across > 0 ? across : 0, line);
	if (down > 283)
		excused(conform, MEASURE_seal_below, &excuse, line);
	else
		measured(conform, MEASURE_seal_below, down > 0 ? down : 0, line);
}

static void measure_seal(struct conform *conform, const struct extent *seal, const struct ending *ending)
{
	const struct text_line *line = sealed_line(conform, seal);
	measure_seal_inside(conform, seal, line);
	if (!line)
		return;
	measured(conform, MEASURE_seal_centred, -line_off_middle(line, (seal->left + seal->right) / 2), line);
	bool dated = ending->date && (line == ending->date || (ending->last && line->node == ending->last->node));
	const struct extent name = whole_of(conform, dated && ending->last ? ending->last : line);
	mpt bottom = dated ? ending->date->bottom : name.bottom, top = name.top;
	if (dated)                 /* the others of a row stand as high as this one */
		measured(conform, MEASURE_seal_raise, (top + bottom) / 2 - (seal->top + seal->bottom) / 2, line);
	bool covers = seal->top <= top && seal->bottom >= bottom;
	stated(conform, MEASURE_seal_covers, covers, yes_or_no(covers), line);
}

/* 0 when they are apart; else how far one would have to move to be so. */
static mpt overlap(const struct extent *a, const struct extent *b)
{
	mpt across = (a->right < b->right ? a->right : b->right) - (a->left > b->left ? a->left : b->left);
	mpt down = (a->bottom < b->bottom ? a->bottom : b->bottom) - (a->top > b->top ? a->top : b->top);
	mpt less = across < down ? across : down;
	return less < 0 ? 0 : less + 10;
}

static void measure_seals_together(struct conform *conform, const struct extent *a, const struct extent *b)
{
	mpt line = (a->top + a->bottom) / 2, other = (b->top + b->bottom) / 2;
	measured(conform, MEASURE_seal_overlap, overlap(a, b), NULL);
	if (abs(line - other) < (a->bottom - a->top) / 2)
		measured(conform, MEASURE_seal_row, other - line, NULL);
}

static void measure_seals(struct conform *conform, const struct ending *ending, bool fields)
{
	const struct sheet *sheet = &conform->sheet;
	mpt top = INT32_MAX;
	for (size_t i = 0; i < sheet->box_count; i++) {
		const struct extent *seal = &sheet->boxes[i].extent;
		if (sheet->boxes[i].field != fields)
			continue;
		top = seal->top < top ? seal->top : top;
		measure_seal(conform, seal, ending);
		for (size_t k = 0; k < i; k++)
			if (sheet->boxes[k].field == fields)
				measure_seals_together(conform, &sheet->boxes[k].extent, seal);
	}
	if (top < INT32_MAX && ending->text)
		measured(conform, MEASURE_seal_top, top - ending->text->bottom, ending->text);
}

/* ---- unsealed (7.3.5.2) ---- */

static void measure_unsealed(struct conform *conform, const struct ending *ending)
{
	const struct text_line *date = ending->date, *lead = ending->first;
	mpt right = INT32_MIN;
	if (!lead)
		return;
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *line = &conform->sheet.lines[i];
		if ((line->role == ROLE_SIGNATURE || line->role == ROLE_DATE) && line->right > right)
			right = line->right;
	}
	if (ending->text)
		measured_against(conform, MEASURE_signature_gap, 2 * conform->pitch, lead->top - ending->text->top, lead);
	measured(conform, MEASURE_signature_right, block_right(conform) - right, lead);
	if (date) {
		mpt from_lead = date->left - lead->left, from_last = date->left - ending->last->left;
		measured(conform, MEASURE_date_offset, abs(from_lead - 2 * CELL) < abs(from_last - 2 * CELL) ? from_lead : from_last, date);
		measured_against(conform, MEASURE_date_line, conform->pitch, date->top - ending->last->top, date);
	}
}

/* ---- with a signature stamp (7.3.5.3) ---- */

static const struct extent *stamp_beside(const struct sheet *sheet, const struct text_line *post)
{
	const struct extent *found = NULL;
	mpt middle = (post->top + post->bottom) / 2;
	for (size_t i = 0; i < sheet->box_count; i++) {
		const struct extent *stamp = &sheet->boxes[i].extent;
		if (!found || abs((stamp->top + stamp->bottom) / 2 - middle) < abs((found->top + found->bottom) / 2 - middle))
			found = stamp;
	}
	return found;
}

static void measure_posts(struct conform *conform)
{
	for (size_t i = 0; i < conform->sheet.line_count; i++) {
		const struct text_line *post = &conform->sheet.lines[i];
		const struct extent *stamp = post->role == ROLE_POST ? stamp_beside(&conform->sheet, post) : NULL;
		if (!stamp)
			continue;
		const struct extent whole = whole_of(conform, post);
		measured(conform, MEASURE_post_gap, stamp->left - line_right(post, stamp->left - 2 * CELL), post);
		measured(conform, MEASURE_post_middle, (whole.top + whole.bottom) / 2 - (stamp->top + stamp->bottom) / 2, post);
	}
}

static void measure_stamp(struct conform *conform, const struct ending *ending)
{
	const struct sheet *sheet = &conform->sheet;
	struct extent all = extent_empty();
	for (size_t i = 0; i < sheet->box_count; i++) {
		extent_add(&all, &sheet->boxes[i].extent);
		measured(conform, MEASURE_stamp_right, block_right(conform) - sheet->boxes[i].extent.right, ending->date);
	}
	const struct text_line *text = extent_is_empty(&all) ? NULL : text_above(conform, all.top);
	if (text) {
		const mpt free[2] = { 2 * LINE - 283, 3 * LINE - 16000 + 283 };
		measured_between(conform, MEASURE_stamp_gap, free, all.top - text->bottom, text);
	}
	measure_posts(conform);
	if (ending->date) {
		measured(conform, MEASURE_stamp_date_right, block_right(conform) - line_right(ending->date, block_right(conform) - 4 * CELL), ending->date);
		if (!extent_is_empty(&all))
			measured(conform, MEASURE_stamp_date_gap, ending->date->top - all.bottom, ending->date);
	}
}

/* ---- 附注 (7.3.6) ---- */

/* Would a seal stand over the note, were it moved down? */
static bool under_seal(const struct sheet *sheet, mpt down)
{
	bool under = false;
	for (size_t i = 0; i < sheet->line_count; i++) {
		const struct text_line *line = &sheet->lines[i];
		const mpt moved[4] = { line->left, line->top + down, line->right, line->bottom + down };
		for (size_t k = 0; k < sheet->box_count && line->role == ROLE_ANNOTATION; k++) {
			const struct extent *seal = &sheet->boxes[k].extent;
			under |= page_disc_touches((const mpt[2]){ (seal->left + seal->right) / 2, (seal->top + seal->bottom) / 2 }, (seal->right - seal->left) / 2, moved);
		}
	}
	return under;
}

/* On the line after the date, or on the first below it that is free of seals. */
static mpt annotation_below(const struct conform *conform, const struct text_line *first, const struct text_line *date)
{
	mpt below = conform->pitch;
	while (conform->subject.signature == CONFORM_SEALED && under_seal(&conform->sheet, date->top + below - first->top))
		below += conform->pitch;
	return below;
}

static void measure_annotation(struct conform *conform, const struct ending *ending)
{
	const struct text_line *first = sheet_first(&conform->sheet, ROLE_ANNOTATION), *last = sheet_last(&conform->sheet, ROLE_ANNOTATION);
	if (!first || !first->starts)
		return;
	measured(conform, MEASURE_annotation_indent, line_left(first, conform->sheet.left + 2 * CELL) - conform->sheet.left, first);
	bool good = text_starts(first->text, "（") && (!last->ends || text_ends(last->text, "）"));
	stated(conform, MEASURE_annotation_form, good, good ? "（…）" : first->text, first);
	if (ending->date)
		measured_against(conform, MEASURE_annotation_line, annotation_below(conform, first, ending->date), first->top - ending->date->top, first);
}

void measure_signature(struct conform *conform)
{
	const struct ending ending = find_ending(conform);
	enum conform_signature mode = conform->subject.signature;
	measure_annotation(conform, &ending);
	if (!ending.first && !ending.date)
		return;
	stated(conform, MEASURE_together, ending.text != NULL, yes_or_no(ending.text != NULL), ending.first ? ending.first : ending.date);
	measure_name_pitch(conform);
	if (ending.date)
		stated(conform, MEASURE_date_form, date_is_formal(ending.date->text, ""), ending.date->text, ending.date);
	if (mode == CONFORM_SEALED) {
		measure_pair(conform, &ending);
		measure_seals(conform, &ending, true);
		measure_seals(conform, &ending, false);
	} else if (mode == CONFORM_UNSEALED) {
		measure_unsealed(conform, &ending);
	} else {
		measure_stamp(conform, &ending);
	}
}
