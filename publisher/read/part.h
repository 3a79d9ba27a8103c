/* XML parts of a workbook, element by element. A document type declaration is refused, and with it every trick with
 * entities; so is what no honest part has: nesting without end, names without end, tokens of megabytes. Private to read/. */
#ifndef READ_PART_H
#define READ_PART_H
#include "read/package.h"

struct book {
	struct arena *arena;
	struct diagnostics *all;
	struct package *package;
	const char *file;          /* for places: name of the workbook and its sheet */
};

/* Names come without their namespace. Handlers other than start may be NULL. */
struct part {
	void *context;
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, size_t length);
	const bool *stop;          /* a handler sets it: something is wrong and was reported; NULL: never */
};

int part_parse(struct book *book, const char *name, const struct part *part);     /* 1 parsed, 0 not there, -1 with a diagnostic */
int part_require(struct book *book, const char *name, const struct part *part);   /* 0 parsed, -1 with a diagnostic */
const char *part_attribute(const char **attributes, const char *name);           /* NULL if absent */
/* Its whole number, no less than least and no more than most; other if it is absent or none. */
int part_number(const char **attributes, const char *name, const int least_most_other[3]);

/* Text collected from pieces: an arena's, cleared by length = 0. */
struct collected { char *text; size_t length, capacity; };
void collect(struct arena *arena, struct collected *to, const char *text, size_t length);   /* keeps a zero byte behind it */
#endif
