#include "read/nearest.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/buffer.h"
#include "base/language.h"
#include "base/utf8.h"

enum { LONGEST = 48 };

static int characters(const char *text, uint32_t *out)
{
	const char *end = text + strlen(text);
	int count = 0;
	while (text < end && count < LONGEST)
		out[count++] = utf8_next(&text, end);
	return count;
}

static int least(int a, int b) { return a < b ? a : b; }

/* Edits that turn one into the other (a character put in or taken out 1, replaced 2, swapped with the next 1), and by whole: those if
 * they had nothing in common. */
struct likeness { int edits, whole; };

static struct likeness compare(const char *left, const char *right)
{
	uint32_t a[LONGEST], b[LONGEST];
	int cost[LONGEST + 1][LONGEST + 1];
	int rows = characters(left, a), columns = characters(right, b);
	for (int i = 0; i <= rows; i++) {
		for (int j = 0; j <= columns; j++) {
			if (!i || !j) {
				cost[i][j] = i + j;
				continue;
			}
			int best = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 2 : 0);
			best = least(best, least(cost[i - 1][j], cost[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = least(best, cost[i - 2][j - 2] + 1);
			cost[i][j] = best;
		}
	}
	return (struct likeness){ cost[rows][columns], rows + columns };
}

static bool is_latin(const char *name) { return (unsigned char)name[0] < 0x80; }

/* Of names that are equally like, one in the letters of the one that was given is more use. */
const char *nearest(const char *given, const char *const *names, size_t count)
{
	size_t best = 0;
	struct likeness likest = compare(given, names[0]);
	for (size_t i = 1; i < count; i++) {
		struct likeness one = compare(given, names[i]);
		int lead = likest.edits * one.whole - one.edits * likest.whole;
		if (lead > 0 || (lead == 0 && is_latin(names[i]) == is_latin(given) && is_latin(names[best]) != is_latin(given))) {
			likest = one;
			best = i;
		}
	}
	return names[best];
}

const char *nearest_like(const char *given, const char *const *names, size_t count)
{
	const char *near = nearest(given, names, count);
	struct likeness likest = compare(given, near);
	return likest.edits * 2 <= likest.whole ? near : NULL;
}

const char *nearest_or_all(struct arena *arena, const char *given, const char *const *names, size_t count)
{
	struct buffer all = { .arena = arena };
	const char *near = nearest(given, names, count);
	struct likeness likest = compare(given, near);
	if (likest.edits < likest.whole)
		return near;
	for (size_t i = 0; i < count; i++) {
		if (is_latin(names[i]) != is_latin(given))
			continue;
		buffer_put(&all, all.length ? _("', '") : "");
		buffer_put(&all, names[i]);
	}
	return all.length ? all.text : near;
}
