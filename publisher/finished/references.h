/* For this room alone: which object refers to which, as the texts of all revisions from the first signed one on say. */
#ifndef FINISHED_REFERENCES_H
#define FINISHED_REFERENCES_H
#include "finished/revisions.h"

enum { REFERENCE_NONE = 0, REFERENCE_SEVERAL = -1, REFERENCE_TRAILER = -2 };

struct early { int from, to; size_t revision; };    /* `to` was written by that revision, after `from` */

struct references {
	int *owner;                        /* by number: the only object that refers to it, and once; or REFERENCE_… */
	struct early *early;
	size_t early_count;
	const char *damage;                /* NULL: all could be read */
	size_t damaged_revision;
};

void references_read(struct arena *arena, const struct revisions *revisions, size_t first, struct references *out);
#endif
