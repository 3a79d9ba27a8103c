#include "read/choices.h"
#include <stddef.h>

void choices_set(struct arena *arena, struct choices *choices, const char *set)
{
	size_t count = 0;
	while (choices->sets && choices->sets[count])
		count++;
	const char **sets = arena_array(arena, count + 2, sizeof *sets);
	for (size_t i = 0; i < count; i++)
		sets[i] = choices->sets[i];
	sets[count] = set;
	choices->sets = sets;
}
