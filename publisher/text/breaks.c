/* Break opportunities: CLREQ "GB-style" (closing marks, stops, connectors, interpuncts and solidus not at a line's start;
 * opening marks and solidus not at its end; GB/T 15834-2011 5.1), and what official documents keep whole: numbers with
 * their points and signs, ranges, document numbers 〔2018〕2号, ① with its next character, Latin words. */
#include "text/breaks.h"

static bool never_before(enum char_class class)
{
	return class == CLASS_STOP || class == CLASS_CLOSING || class == CLASS_CONNECTOR || class == CLASS_INTERPUNCT || class == CLASS_SOLIDUS
	       || class == CLASS_NARROW_STOP || class == CLASS_NUMBER_SUFFIX || class == CLASS_COMBINING || class == CLASS_SPACE;
}

static bool never_after(enum char_class class)
{
	return class == CLASS_OPENING || class == CLASS_NARROW_OPENING || class == CLASS_SOLIDUS || class == CLASS_ENUMERATOR
	       || class == CLASS_NUMBER_PREFIX;
}

static bool word_part(enum char_class class) { return class == CLASS_DIGIT || class == CLASS_LATIN; }

static enum break_kind between(const struct character *a, const struct character *b)
{
	enum char_class left = a->class, right = b->class;
	if (left == CLASS_SPACE && right != CLASS_SPACE)
		return never_before(right) ? BREAK_NEVER : BREAK_ALLOWED;
	if (never_before(right) || never_after(left))
		return BREAK_NEVER;
	if (word_part(left) && word_part(right))
		return BREAK_NEVER;
	if (left == CLASS_NARROW_STOP && word_part(right))    /* 64.37, e.g.A */
		return BREAK_NEVER;
	if (a->code == b->code && (left == CLASS_ELLIPSIS || left == CLASS_DASH))
		return BREAK_NEVER;
	if (left == CLASS_DIGIT && char_is_measure(b->code))
		return BREAK_COSTLY;
	return BREAK_ALLOWED;
}

/* End of the range that begins at i (35岁-64岁, 1-6月份, 2018—2020年), or i. */
static int range_end(const struct item_list *items, int i)
{
	const struct character *list = items->list;
	int at = i;
	while (at < items->count && (list[at].class == CLASS_DIGIT || list[at].code == '.' || list[at].class == CLASS_NUMBER_SUFFIX))
		at++;
	if (at == i)
		return i;
	if (at < items->count && list[at].class == CLASS_HAN && at + 1 < items->count && list[at + 1].class == CLASS_CONNECTOR)
		at++;
	if (at + 1 >= items->count || list[at].class != CLASS_CONNECTOR || list[at + 1].class != CLASS_DIGIT)
		return i;
	at++;
	while (at < items->count && (list[at].class == CLASS_DIGIT || list[at].code == '.' || list[at].class == CLASS_NUMBER_SUFFIX))
		at++;
	return at < items->count && char_is_measure(list[at].code) ? at + 1 : at;
}

/* End of 〔2018〕2号 that begins at i, or i. */
static int number_end(const struct item_list *items, int i)
{
	const struct character *list = items->list;
	int at = i + 1, digits = 0;
	if (list[i].code != 0x3014)
		return i;
	for (; at < items->count && list[at].class == CLASS_DIGIT; at++)
		digits++;
	if (digits != 4 || at >= items->count || list[at].code != 0x3015)
		return i;
	at++;
	while (at < items->count && list[at].class == CLASS_DIGIT)
		at++;
	return at < items->count && list[at].code == 0x53F7 ? at + 1 : i;
}

static void keep_whole(uint8_t *kinds, int start, int end)
{
	for (int i = start + 1; i < end; i++)
		kinds[i] = BREAK_NEVER;
}

/* Two em dashes or one ⸺ are a dash, a single one is a connector. */
static bool dash_pair(const struct item_list *items, int i)
{
	return i > 0 && items->list[i].code == 0x2014 && items->list[i - 1].code == 0x2014;
}

static void find_by_character(const struct item_list *items, uint8_t *kinds)
{
	for (int i = 1; i < items->count; i++)
		kinds[i] = (uint8_t)between(&items->list[i - 1], &items->list[i]);
	for (int i = 0; i < items->count; i++) {
		int range = range_end(items, i), number = number_end(items, i);
		keep_whole(kinds, i, range > number ? range : number);
		if (range > i + 1)
			i = range - 1;
	}
	for (int i = 1; i < items->count; i++) {
		if (!dash_pair(items, i))
			continue;
		kinds[i] = BREAK_NEVER;    /* before the pair and behind it the dash is no connector */
		if (i > 1 && !dash_pair(items, i - 1) && !never_after(items->list[i - 2].class))
			kinds[i - 1] = BREAK_ALLOWED;
	}
}

void breaks_find(const struct item_list *items, struct shaped *shaped)
{
	struct arena *arena = arena_new();
	uint8_t *kinds = arena_array(arena, (size_t)items->count + 1, sizeof *kinds);
	int item = 0;
	find_by_character(items, kinds);
	for (int i = 0; i < shaped->count; i++) {
		while (item < items->count && items->list[item].offset < shaped->cluster[i])
			item++;
		bool inside = i > 0 && shaped->cluster[i] == shaped->cluster[i - 1];
		if (dash_pair(items, item) || (item + 1 < items->count && dash_pair(items, item + 1)))
			shaped->class[i] = CLASS_DASH;
		if (shaped->breaks[i] != BREAK_FORCED)
			shaped->breaks[i] = inside ? BREAK_NEVER : i ? kinds[item] : BREAK_ALLOWED;
	}
	arena_free(arena);
}
