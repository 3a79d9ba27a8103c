#include "read/nearest.h"
#include <stdint.h>
#include <string.h>
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

static int distance(const char *left, const char *right)
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
			int best = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			best = least(best, least(cost[i - 1][j], cost[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = least(best, cost[i - 2][j - 2] + 1);
			cost[i][j] = best;
		}
	}
	return cost[rows][columns];
}

const char *nearest(const char *given, const char *const *names, size_t count)
{
	size_t best = 0;
	int best_distance = distance(given, names[0]);
	for (size_t i = 1; i < count; i++) {
		int one = distance(given, names[i]);
		if (one < best_distance) {
			best_distance = one;
			best = i;
		}
	}
	return names[best];
}
