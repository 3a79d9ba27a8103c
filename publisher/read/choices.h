/* What one run chooses besides what an edition says. */
#ifndef READ_CHOICES_H
#define READ_CHOICES_H
#include "base/arena.h"

/* Before the edition's own values come those of its section [output.NAME], and before these the sets. */
struct choices {
	const char *variant;         /* NAME of an [output.NAME]; NULL: none of them */
	const char *const *sets;     /* "section.key=value", ended by NULL; NULL: none */
};

void choices_set(struct arena *arena, struct choices *choices, const char *set);     /* adds one, which is lent */
#endif
