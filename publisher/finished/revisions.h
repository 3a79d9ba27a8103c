/* The revisions of a file (ISO 32000-1, 7.5.6): the first bytes of it that end with a %%EOF of their own. Each incremental update
 * adds one. The two sections of a linearized file (annex F) make one revision. */
#ifndef FINISHED_REVISIONS_H
#define FINISHED_REVISIONS_H
#include "finished/xref.h"

struct revision {
	size_t start, mark, end;           /* its own first byte; behind its %%EOF; behind the end of that line */
	size_t oldest, newest;             /* its sections in struct xref: newest is the smaller */
};

struct revisions {
	struct pdf_file *file;             /* the whole */
	struct bytes bytes;
	struct xref xref;
	struct revision *items;            /* oldest first */
	size_t count;
	size_t behind;                     /* bytes behind the last revision: nobody's */
};

/* 0, or -1 with a diagnostic: pdf_damaged, a section that no startxref and %%EOF follow. Lends from file. */
int revisions_read(struct arena *arena, struct pdf_file *file, struct revisions *out);
struct bytes revision_bytes(const struct revisions *revisions, size_t which);   /* the file as it was then */
/* The revision that a signed range ends with: it ends behind %%EOF, with or without the end of that line. count: none. */
size_t revision_ending(const struct revisions *revisions, size_t end);

/* Where each object stands in one revision, by number from 0 to xref.most. */
struct xref_entry *revision_map(struct arena *arena, const struct revisions *revisions, size_t which);
/* Puts what a revision lists over the map of the one before it. */
void revision_map_advance(const struct revisions *revisions, size_t which, struct xref_entry *map);
#endif
