/* The state of a measurement from page to page, and how a value becomes a finding. Private to conform/. */
#ifndef CONFORM_MEASURING_H
#define CONFORM_MEASURING_H
#include "conform/sheet.h"

enum { ADVANCE_BINS = 4096, ADVANCE_STEP = 8 };    /* histogram of the distances of Han characters, mpt */

struct conform {
	struct arena *arena, *page_arena;
	struct fonts *fonts;
	struct inks *inks;
	struct conform_subject subject;
	struct finding *findings;
	size_t count, capacity;
	size_t kept[MEASURE_COUNT][VERDICT_COUNT];     /* index + 1 of the finding that like ones are added to */
	int fails[MEASURE_COUNT];
	struct sheet sheet;        /* of the page in hand */
	mpt pitch;                 /* of its grid */
	int pages;                 /* so far */
	bool after_blank;          /* the page before is blank */
	int paragraph;             /* node of the last line so far */
	struct { int node, number; mpt number_left, name_left; } notice;   /* on a sheet whose text block begins at 0; node -1: none yet */
	bool attendance;           /* 出席 … was there */
	mpt names_left;            /* where its names begin, from the text block's left edge; 0: not yet known */
	int imprint_page;          /* 0: none */
	struct place imprint_at;
	uint32_t *advances[2];     /* of all pages: lines moved to fill the block's width, last lines of paragraphs */
	bool closer;               /* conform_characters_closer */
};

/* A length, in mpt, against the requirement of measures.def; against one that depends on the page; within two limits. line:
 * whose place is noted; may be NULL. */
void measured(struct conform *conform, enum measure measure, mpt value, const struct text_line *line);
void measured_against(struct conform *conform, enum measure measure, mpt required, mpt value, const struct text_line *line);
void measured_between(struct conform *conform, enum measure measure, const mpt limits[2], mpt value, const struct text_line *line);
/* A requirement in words; measured: arena or static text. */
void stated(struct conform *conform, enum measure measure, bool good, const char *words, const struct text_line *line);
/* Departs, and may: verdict and note; value NULL for a requirement in words. */
struct excuse { enum verdict verdict; const char *note, *words; mpt value; };
void excused(struct conform *conform, enum measure measure, const struct excuse *excuse, const struct text_line *line);
void font_measured(struct conform *conform, const struct text_line *line);    /* by its role, if the standard has one for it */
const char *yes_or_no(bool yes);

void measure_page(struct conform *conform);          /* page.c: 5, 7.5 */
void measure_table(struct conform *conform);         /* page.c: 8 */
void measure_head(struct conform *conform);          /* head.c: 7.2, 10.2, 10.3 */
void measure_letter(struct conform *conform);        /* letter.c: 10.1 */
void measure_title(struct conform *conform);         /* text.c: 7.3.1 */
void measure_text(struct conform *conform);          /* text.c: 5.2.3, 7.3.2, 7.3.3 */
void measure_notice(struct conform *conform);        /* notice.c: 7.3.4, 10.3 */
void measure_signature(struct conform *conform);     /* signature.c: 7.3.5, 7.3.6 */
void measure_attachment(struct conform *conform);    /* notice.c: 7.3.7 */
void measure_imprint(struct conform *conform);       /* imprint.c: 7.4 */

static inline mpt block_right(const struct conform *conform) { return conform->sheet.left + BLOCK_WIDTH; }
static inline mpt block_middle(const struct conform *conform) { return conform->sheet.left + BLOCK_WIDTH / 2; }
/* The last line of text above a height, of running text or attendance; NULL: none. */
const struct text_line *text_above(const struct conform *conform, mpt y);
bool text_starts(const char *text, const char *start);
bool text_ends(const char *text, const char *end);
bool date_is_formal(const char *text, const char *behind);    /* 2018年7月19日, then `behind` */
#endif
