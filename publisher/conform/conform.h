/* Measures finished pages against the clauses of GB/T 9704-2012. It looks at the display list alone: the required values
 * are the standard's and stand in measures.def, whatever the templates say. Of the document it is told only what no page
 * shows (struct conform_subject). What is not on the pages is not measured. */
#ifndef CONFORM_CONFORM_H
#define CONFORM_CONFORM_H
#include <stdio.h>
#include "base/place.h"
#include "font/font.h"
#include "page/page.h"

enum conform_format { CONFORM_DOCUMENT, CONFORM_LETTER, CONFORM_ORDER, CONFORM_MINUTES, CONFORM_OTHER };   /* other: clause 7.2 is not asked */
enum conform_signature { CONFORM_SEALED, CONFORM_UNSEALED, CONFORM_STAMP };     /* 7.3.5.1, 7.3.5.2, 7.3.5.3 */

struct conform_subject {
	enum conform_format format;
	enum conform_signature signature;
	bool upward;               /* 上行文: number and 签发人 on one line */
	int attachments;           /* how many are announced */
	bool label_left_out;       /* the edition leaves 附件 out on a page of an attachment (page_label = none) */
	const char *notice_label;  /* the edition's own words for 附件：, or NULL */
	const uint8_t (*inks)[4];  /* C, M, Y, K of each paint in percent; NULL: colours for the screen, of which 6.2 says nothing */
};

enum verdict {
	VERDICT_PASS,
	VERDICT_ALLOWED,           /* departs from the usual value where the standard lets it */
	VERDICT_LEFT_OUT,          /* not applicable: the edition says so itself */
	VERDICT_FAIL, VERDICT_COUNT
};

enum measure {
#define LENGTH(name, clause, what, required, tolerance) MEASURE_##name,
#define BETWEEN(name, clause, what, low, high) MEASURE_##name,
#define WORDS(name, clause, what, required) MEASURE_##name,
#include "conform/measures.def"
#undef LENGTH
#undef BETWEEN
#undef WORDS
	MEASURE_COUNT
};

struct finding {
	enum measure measure;
	enum verdict verdict;
	int32_t low, high;         /* what is required, micrometres */
	int32_t measured;          /* micrometres; of several that pass, the one farthest off the middle */
	const char *words;         /* measured, where words are required */
	const char *note;          /* why allowed or left out (English; message_text gives the Chinese), or NULL */
	int page, times;           /* the first page; how often it was measured with this verdict */
	struct place at;           /* in the source; file may be NULL */
};

struct conform;
/* Lends fonts until conform_finish. What it allocates lies in the arena. */
struct conform *conform_open(struct arena *arena, struct fonts *fonts, const struct conform_subject *subject);
int conform_page(void *conform, const struct page *page);    /* a page_receiver's; always 0 */
/* Says that the characters were set closer so that signature and date stand under text: their distance is then allowed. */
void conform_characters_closer(struct conform *conform);
/* Frees what a page needs and lends the findings, by clause. */
const struct finding *conform_finish(struct conform *conform, size_t *count);

const char *measure_clause(enum measure measure);
const char *measure_code(enum measure measure);              /* "mark-top" */
bool conform_failed(const struct finding *findings, size_t count);
void conform_print(const struct finding *findings, size_t count, FILE *out);
void conform_print_json(const struct finding *findings, size_t count, FILE *out);
#endif
