/* What the values must look like (GB/T 9704-2012, the 条例 of 2012, gathered mistakes of practice). Nothing is put right in
 * silence: each mistake is a diagnostic with its clause and its correction. Private to model/. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H
#include "model/document.h"

struct rules {
	struct arena *arena;
	struct diagnostics *all;
	const struct settings *settings;
	const struct document *document;
};

int rules_check(const struct rules *rules);

/* Its parts, each 0 or -1. */
int rules_numbers(const struct rules *rules);      /* 发文字号, 令号, dates, 份号, 密级, 紧急程度, 期号 */
int rules_unfilled(const struct rules *rules);     /* 【请填写…】, left by hongtou init */
int rules_elements(const struct rules *rules);     /* [rules] required and forbidden, of the template */
int rules_text(const struct rules *rules);         /* body and texts of attachments: numbering, years, 此页无正文 */
void rules_marks(const struct rules *rules);       /* half-width marks in Chinese text */

/* What more than one of them asks. */
bool rules_behind(const char **at, const char *text);      /* moves *at behind text if it stands there */
size_t rules_digits(const char *at);                       /* Arabic digits at the start */
int rules_number(const char **at, bool *han, bool *zero);  /* in Arabic digits or Han numerals (二〇一八, 十九, 二十一); -1: there is none */
void rules_headings(const struct rules *rules, const struct flow_text *text);    /* how they follow one another */
size_t rules_end_mark(const char *text);                   /* bytes of a mark at the end, 0 if there is none */
struct place rules_place(const struct words *words, const char *at);    /* of a character within a paragraph */
void rules_year(const struct rules *rules, const struct words *words);  /* 18年7月: a year cut to two digits */
#endif
