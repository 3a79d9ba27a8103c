/* The sheet, the text block's edges as ink keeps them, the page number (5.1, 5.2.1, 7.5), turned tables (8). */
#include "conform/measuring.h"
#include <string.h>
#include "base/language.h"

static mpt greater(mpt a, mpt b) { return a > b ? a : b; }

/* A letter's mark and lines stand outside the block (10.1); a sheet that folds out has a block of its own. */
static void measure_overrun(struct conform *conform)
{
	const struct extent *ink = &conform->sheet.outside;
	if (extent_is_empty(ink) || conform->sheet.page->kind == PAGE_TABLE_FOLDOUT)
		return;
	mpt across = greater(conform->sheet.left - ink->left, ink->right - block_right(conform));
	mpt down = greater(BLOCK_TOP - ink->top, ink->bottom - BLOCK_BOTTOM);
	measured(conform, MEASURE_block_overrun, greater(greater(across, down), 0), NULL);
}

static bool lone_imprint(const struct sheet *sheet)
{
	bool lone = sheet->line_count > 0;
	for (size_t i = 0; i < sheet->line_count; i++)
		lone &= sheet->lines[i].role == ROLE_IMPRINT || sheet->lines[i].number;
	return lone && sheet_first(sheet, ROLE_IMPRINT);
}

/* The dashes: cells of one em, the glyph in their middle. */
static void measure_place(struct conform *conform, const struct text_line *line)
{
	const struct glyph_run *first = &line->runs[0].of.glyphs, *last = &line->runs[line->run_count - 1].of.glyphs;
	const struct ink ink = inks_of(conform->inks, first->face, first->glyph[0]);
	mpt spare = line->size - mpt_from_milli_em(face_advance(conform->fonts, first->face, first->glyph[0]), line->size);
	mpt left = line->left - spare / 2, right = last->x[last->count - 1] + line->size - spare / 2;
	measured(conform, MEASURE_page_number_dash, first->y[0] - mpt_from_milli_em(ink.top, line->size) - BLOCK_BOTTOM, line);
	mpt side = conform->sheet.page->recto ? conform->sheet.page->width - OUTER - right : left - conform->sheet.left;
	measured(conform, MEASURE_page_number_side, side, line);
}

static void measure_number(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct text_line *number = NULL;
	size_t others = 0;
	for (size_t i = 0; i < sheet->line_count; i++) {
		if (sheet->lines[i].number)
			number = &sheet->lines[i];
		else
			others++;
	}
	if (conform->subject.format == CONFORM_LETTER && conform->pages == 1) {
		stated(conform, MEASURE_letter_page_number, !number, number ? number->text : N_("none"), number);
		return;
	}
	bool wanted = (others || sheet->rule_count) && !(conform->after_blank && lone_imprint(sheet));
	stated(conform, MEASURE_page_number_there, wanted == (number != NULL), yes_or_no(wanted == (number != NULL)), number);
	if (!number)
		return;
	const char *form = arena_printf(conform->page_arena, "—%d—", conform->pages);
	stated(conform, MEASURE_page_number_form, strcmp(form, number->text) == 0, number->text, number);
	measure_place(conform, number);
}

void measure_page(struct conform *conform)
{
	const struct page *page = conform->sheet.page;
	if (page->kind != PAGE_TABLE_FOLDOUT) {
		measured(conform, MEASURE_page_width, page->width, NULL);
		measured(conform, MEASURE_page_height, page->height, NULL);
	}
	measure_overrun(conform);
	measure_number(conform);
}

static const struct text_line *first_turned(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->line_count; i++)
		if (sheet->lines[i].turned)
			return &sheet->lines[i];
	return NULL;
}

void measure_table(struct conform *conform)
{
	const struct sheet *sheet = &conform->sheet;
	const struct extent *all = &sheet->turned_extent;
	const struct text_line *first = first_turned(sheet);
	if (sheet->page->kind != PAGE_TABLE_TURNED || !sheet->turned || extent_is_empty(all))
		return;
	measured(conform, MEASURE_turned_left, sheet->turn[0] - sheet->left, first);
	measured(conform, MEASURE_turned_bottom, BLOCK_BOTTOM - sheet->turn[1], first);
	measured(conform, MEASURE_margin_binding, sheet->page->recto ? sheet->turn[0] : SHEET_WIDTH - sheet->turn[0] - BLOCK_WIDTH, first);
	mpt across = greater(-all->left, all->right - BLOCK_HEIGHT), down = greater(-all->top, all->bottom - BLOCK_WIDTH);
	measured(conform, MEASURE_turned_overrun, greater(greater(across, down), 0), first);
	if (first && first->role != ROLE_TABLE_HEAD && first->role != ROLE_TABLE_TEXT)
		measured(conform, MEASURE_turned_top, first->top, first);
	for (size_t i = 0; i < sheet->line_count; i++)
		if (sheet->lines[i].turned && (sheet->lines[i].role == ROLE_TABLE_TITLE || sheet->lines[i].role == ROLE_TABLE_CONTINUED))
			measured(conform, MEASURE_turned_title, line_off_middle(&sheet->lines[i], BLOCK_HEIGHT / 2), &sheet->lines[i]);
}
