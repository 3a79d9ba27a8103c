/* Fonts and sizes by role (5.2.2 and the clause of each element). A face is the right one if the catalogue of fonts has it
 * for that character in that font. Digits and Latin letters are left to the issuer, but for the page number's (7.5). */
#include "conform/measuring.h"
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "base/utf8.h"

struct asked { int role; enum measure measure; int family; mpt size; };    /* family -1, size 0: any */
static const struct asked fonts_asked[] = {
	{ ROLE_COPY_NUMBER, MEASURE_copy_number_font, -1, 16000 }, { ROLE_SECRECY, MEASURE_secrecy_font, FAMILY_HEITI, 16000 },
	{ ROLE_URGENCY, MEASURE_urgency_font, FAMILY_HEITI, 16000 }, { ROLE_NUMBER, MEASURE_number_font, FAMILY_FANGSONG, 16000 },
	{ ROLE_SIGNER, MEASURE_signer_label_font, FAMILY_FANGSONG, 16000 }, { ROLE_SIGNER_NAME, MEASURE_signer_name_font, FAMILY_KAITI, 16000 },
	{ ROLE_TITLE, MEASURE_title_font, FAMILY_XIAOBIAOSONG, 22000 }, { ROLE_ADDRESSEE, MEASURE_addressee_font, FAMILY_FANGSONG, 16000 },
	{ ROLE_BODY, MEASURE_body_font, FAMILY_FANGSONG, 16000 }, { ROLE_HEADING_1, MEASURE_heading_1_font, FAMILY_HEITI, 16000 },
	{ ROLE_HEADING_2, MEASURE_heading_2_font, FAMILY_KAITI, 16000 }, { ROLE_HEADING_3, MEASURE_heading_3_font, FAMILY_FANGSONG, 16000 },
	{ ROLE_HEADING_4, MEASURE_heading_4_font, FAMILY_FANGSONG, 16000 }, { ROLE_ATTACHMENT_NOTICE, MEASURE_notice_font, FAMILY_FANGSONG, 16000 },
	{ ROLE_SIGNATURE, MEASURE_signature_font, FAMILY_FANGSONG, 16000 }, { ROLE_DATE, MEASURE_date_font, FAMILY_FANGSONG, 16000 },
	{ ROLE_ANNOTATION, MEASURE_annotation_font, FAMILY_FANGSONG, 16000 }, { ROLE_ATTACHMENT_LABEL, MEASURE_attachment_label_font, FAMILY_HEITI, 16000 },
	{ ROLE_IMPRINT, MEASURE_imprint_font, FAMILY_FANGSONG, 14000 }, { ROLE_PAGE_NUMBER, MEASURE_page_number_font, FAMILY_SONGTI, 14000 },
	{ ROLE_ATTENDANCE_LABEL, MEASURE_attendance_label_font, FAMILY_HEITI, 16000 }, { ROLE_ATTENDANCE, MEASURE_attendance_font, FAMILY_FANGSONG, 16000 },
};

static bool face_fits(struct conform *conform, const struct glyph_run *run, int family, uint32_t code)
{
	return run->face == fonts_face_for(conform->fonts, family, code, false) || run->face == fonts_face_for(conform->fonts, family, code, true);
}

/* A paragraph's heading is its start; what runs on behind it is text. A later line of a paragraph is either. */
static bool run_fits(struct conform *conform, const struct text_line *line, const struct glyph_run *run, const struct asked *asked)
{
	const char *at = run->text + run->cluster[0], *end = run->text + run->cluster[run->count];
	bool heading = line->role >= ROLE_HEADING_1 && line->role <= ROLE_HEADING_4;
	bool first = run == &line->runs[0].of.glyphs && line->starts, good = true;
	while (at < end && good) {
		uint32_t code = utf8_next(&at, end);
		bool digit = line->number && code >= '0' && code <= '9';
		if (!is_han(code) && !digit)
			continue;
		good = asked->family < 0 || face_fits(conform, run, asked->family, code) || (heading && !first && face_fits(conform, run, FAMILY_FANGSONG, code));
		first = false;
	}
	return good;
}

/* On paper red is Y 80 % + M 80 %, black BL 100 %. */
static void ink_measured(struct conform *conform, const struct text_line *line)
{
	static const struct { enum paint paint; enum measure measure; uint8_t ink[4]; const char *words; } asked[] = {
		{ PAINT_BLACK, MEASURE_black_ink, { 0, 0, 0, 100 }, "C 0 M 0 Y 0 K 100" }, { PAINT_RED, MEASURE_red_ink, { 0, 80, 80, 0 }, "C 0 M 80 Y 80 K 0" },
	};
	for (size_t i = 0; conform->subject.inks && i < 2 * line->run_count; i++) {
		enum paint paint = line->runs[i / 2].of.glyphs.paint;
		const uint8_t *ink = conform->subject.inks[paint];
		bool good = memcmp(ink, asked[i % 2].ink, sizeof asked->ink) == 0;
		if (paint == asked[i % 2].paint)
			stated(conform, asked[i % 2].measure, good, good ? asked[i % 2].words :
			       arena_printf(conform->arena, "C %d M %d Y %d K %d", ink[0], ink[1], ink[2], ink[3]), line);
	}
}

/* 小标宋 is recommended for the mark, red is asked; all else is black (5.2.4). Tables may colour their cells. */
static void colour_measured(struct conform *conform, const struct text_line *line)
{
	enum paint paint = line->runs[0].of.glyphs.paint;
	const struct asked mark = { .role = ROLE_MARK, .family = FAMILY_XIAOBIAOSONG };
	bool table = line->role >= ROLE_TABLE_TITLE && line->role <= ROLE_TABLE_NOTE, good = true;
	for (size_t i = 0; i < line->run_count; i++) {
		const struct glyph_run *run = &line->runs[i].of.glyphs;
		paint = run->paint != PAINT_BLACK ? run->paint : paint;
		good &= line->role != ROLE_MARK || run_fits(conform, line, run, &mark);
	}
	const char *colour = paint == PAINT_BLACK ? N_("black") : paint == PAINT_RED ? N_("red") : N_("another colour");
	if (line->role == ROLE_MARK) {
		const char *name = face_name(conform->fonts, line->runs[0].of.glyphs.face);
		const struct excuse excuse = { .verdict = VERDICT_ALLOWED, .words = name, .note = N_("the standard only recommends this font") };
		stated(conform, MEASURE_mark_colour, paint == PAINT_RED, colour, line);
		if (good)
			stated(conform, MEASURE_mark_font, true, name, line);
		else
			excused(conform, MEASURE_mark_font, &excuse, line);
	} else if (!table && conform->subject.format != CONFORM_OTHER) {
		stated(conform, MEASURE_colour, paint == PAINT_BLACK, colour, line);
	}
}

static void runs_measured(struct conform *conform, const struct text_line *line, const struct asked *asked, const size_t range[2])
{
	bool good = line->size == asked->size;
	int face = line->runs[range[0]].of.glyphs.face;
	for (size_t i = range[0]; i < range[1]; i++) {
		const struct glyph_run *run = &line->runs[i].of.glyphs;
		if (!run_fits(conform, line, run, asked)) {
			good = false;
			face = run->face;
		}
	}
	stated(conform, asked->measure, good, arena_printf(conform->page_arena, "%s %g pt", face_name(conform->fonts, face), line->size / 1000.0), line);
}

static const struct asked *asked_of(int role)
{
	const struct asked *asked = NULL;
	for (size_t i = 0; i < sizeof fonts_asked / sizeof fonts_asked[0]; i++)
		if (fonts_asked[i].role == role)
			asked = &fonts_asked[i];
	return asked;
}

void font_measured(struct conform *conform, const struct text_line *line)
{
	const struct asked *asked = asked_of(line->role);
	size_t from = 0;
	colour_measured(conform, line);
	ink_measured(conform, line);
	if (line->role == ROLE_ATTENDANCE && line->starts && strstr(line->text, "：")) {    /* 出席： in a run of its own, then the names */
		runs_measured(conform, line, asked_of(ROLE_ATTENDANCE_LABEL), (const size_t[2]){ 0, 1 });
		from = 1;
	}
	if (asked && from < line->run_count)
		runs_measured(conform, line, asked, (const size_t[2]){ from, line->run_count });
}
