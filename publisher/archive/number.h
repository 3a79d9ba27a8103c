/* Document numbers (发文字号, GB/T 9704-2012, 7.2.5): code of the issuer, year in 〔〕, serial number. */
#ifndef ARCHIVE_NUMBER_H
#define ARCHIVE_NUMBER_H
#include <stdbool.h>
#include "base/arena.h"

struct document_number {
	const char *key;           /* how numbers are compared: full-width digits and letters, other brackets, blanks, 第 and leading zeros made alike */
	const char *code;          /* 济高督字; "" if it has none (第5号); NULL: the text has no serial number at all */
	int year;                  /* 0: none in it */
	long serial;               /* 0: none */
};

/* Takes any text; one of another form has only its key. */
struct document_number number_parse(struct arena *arena, const char *text);
#endif
