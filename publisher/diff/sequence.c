#include "diff/sequence.h"

enum {
	MOST_STEPS = 2000,         /* of a search for the middle: what differs more is taken as wholly different */
	NOWHERE = -(1 << 30)
};

/* Things of the old one that the furthest path on each diagonal (old minus new) has passed, from the beginning and from the end;
 * diagonal 0 stands at origin. */
struct search { const struct sequence *old, *new; int *forward, *backward; int origin; };

/* A stretch of both: from old_from to before old_to, and so on. */
struct stretch { int old_from, old_to, new_from, new_to; };

/* Where a shortest path from corner to corner passes its middle. */
struct middle { int old, new; bool found; };

static int old_count(const struct stretch *in) { return in->old_to - in->old_from; }
static int new_count(const struct stretch *in) { return in->new_to - in->new_from; }

/* Are the things behind so many of both equal, counted from the beginning or from the end? */
static bool same(const struct search *search, const struct stretch *in, const int passed[2], bool back)
{
	int old = back ? in->old_to - 1 - passed[0] : in->old_from + passed[0], new = back ? in->new_to - 1 - passed[1] : in->new_from + passed[1];
	return search->old->things[old] == search->new->things[new];
}

/* The furthest that a path on diagonal k comes with one more thing dropped or added. */
static int furthest(const struct search *search, const struct stretch *in, int k, bool back)
{
	const int *ends = (back ? search->backward : search->forward) + search->origin;
	int old = ends[k - 1] + 1 > ends[k + 1] ? ends[k - 1] + 1 : ends[k + 1];
	int passed[2] = { old, old - k };
	if (old < 0 || passed[1] < 0 || old > old_count(in) || passed[1] > new_count(in))
		return NOWHERE;
	while (passed[0] < old_count(in) && passed[1] < new_count(in) && same(search, in, passed, back)) {
		passed[0]++;
		passed[1]++;
	}
	return passed[0];
}

/* One step further on all diagonals from one end. true: a path from the other end was met, and *middle tells where. */
static bool advance(const struct search *search, const struct stretch *in, int step, bool back, struct middle *middle)
{
	int delta = old_count(in) - new_count(in), *ends = (back ? search->backward : search->forward) + search->origin;
	const int *others = (back ? search->forward : search->backward) + search->origin;
	bool may_meet = (delta & 1) == !back;
	for (int k = -step; k <= step; k += 2) {
		int old = ends[k] = furthest(search, in, k, back), mirrored = delta - k;
		bool inside = old >= 0 && mirrored >= -step && mirrored <= step;
		if (may_meet && inside && others[mirrored] >= 0 && old + others[mirrored] >= old_count(in)) {
			*middle = back ? (struct middle){ in->old_to - old, in->new_to - (old - k), true }
			               : (struct middle){ in->old_from + old, in->new_from + old - k, true };
			return true;
		}
	}
	return false;
}

static struct middle find_middle(const struct search *search, const struct stretch *in)
{
	struct middle middle = { 0, 0, false };
	int most = (old_count(in) + new_count(in) + 1) / 2;
	most = most < MOST_STEPS ? most : MOST_STEPS;
	for (int k = search->origin - most - 1; k <= search->origin + most + 1; k++)
		search->forward[k] = search->backward[k] = NOWHERE;
	search->forward[search->origin + 1] = search->backward[search->origin + 1] = 0;
	for (int step = 0; step <= most && !middle.found; step++)
		if (!advance(search, in, step, false, &middle))
			advance(search, in, step, true, &middle);
	return middle;
}

static void align(const struct search *search, struct stretch in)
{
	while (in.old_from < in.old_to && in.new_from < in.new_to && same(search, &in, (const int[2]){ 0, 0 }, false))
		search->old->kept[in.old_from++] = search->new->kept[in.new_from++] = true;
	while (in.old_from < in.old_to && in.new_from < in.new_to && same(search, &in, (const int[2]){ 0, 0 }, true))
		search->old->kept[--in.old_to] = search->new->kept[--in.new_to] = true;
	if (in.old_from == in.old_to || in.new_from == in.new_to)
		return;
	const struct middle middle = find_middle(search, &in);
	bool divides = middle.found && !(middle.old == in.old_from && middle.new == in.new_from) && !(middle.old == in.old_to && middle.new == in.new_to);
	if (!divides)
		return;
	align(search, (struct stretch){ in.old_from, middle.old, in.new_from, middle.new });
	align(search, (struct stretch){ middle.old, in.old_to, middle.new, in.new_to });
}

void sequence_align(struct arena *arena, const struct sequence *old, const struct sequence *new)
{
	int most = (old->count + new->count + 1) / 2 < MOST_STEPS ? (old->count + new->count + 1) / 2 : MOST_STEPS;
	struct search search = { .old = old, .new = new, .origin = most + 2 };
	search.forward = arena_array(arena, 2 * (size_t)most + 5, sizeof *search.forward);
	search.backward = arena_array(arena, 2 * (size_t)most + 5, sizeof *search.backward);
	align(&search, (struct stretch){ 0, old->count, 0, new->count });
}

void sequence_rising(struct arena *arena, const struct sequence *numbers)
{
	size_t count = (size_t)numbers->count;
	int *ends = arena_array(arena, count + 1, sizeof *ends), *before = arena_array(arena, count + 1, sizeof *before), length = 0;
	for (int i = 0; i < numbers->count; i++) {    /* ends[l]: where the lowest end of a rising row of l + 1 numbers stands */
		int low = 0, high = length;
		while (low < high) {
			int half = (low + high) / 2;
			if (numbers->things[ends[half]] < numbers->things[i])
				low = half + 1;
			else
				high = half;
		}
		before[i] = low ? ends[low - 1] : -1;
		ends[low] = i;
		length += low == length;
	}
	for (int i = length ? ends[length - 1] : -1; i >= 0; i = before[i])
		numbers->kept[i] = true;
}
