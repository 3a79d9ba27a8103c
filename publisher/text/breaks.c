/* Break opportunities: what no line may begin or end with by CLREQ's four levels (GB-style is that of GB/T 15834-2011 5.1),
 * and what official documents keep whole at every level: numbers with their points and signs, ranges, document numbers
 * 〔2018〕2号, ① with its next character, Latin words. */
#include "text/breaks.h"

#define IN(class, set) (1u << (class) & (set))

enum {
	WORD = 1 << CLASS_DIGIT | 1 << CLASS_LATIN,
	NEVER_BEFORE_ALL = 1 << CLASS_NARROW_STOP | 1 << CLASS_NUMBER_SUFFIX | 1 << CLASS_COMBINING | 1 << CLASS_SPACE,
	NEVER_BEFORE_BASIC = NEVER_BEFORE_ALL | 1 << CLASS_STOP | 1 << CLASS_CLOSING | 1 << CLASS_CONNECTOR | 1 << CLASS_INTERPUNCT,
	NEVER_BEFORE_GB = NEVER_BEFORE_BASIC | 1 << CLASS_SOLIDUS,
	NEVER_BEFORE_STRICT = NEVER_BEFORE_GB | 1 << CLASS_DASH | 1 << CLASS_ELLIPSIS,
	NEVER_AFTER_ALL = 1 << CLASS_NARROW_OPENING | 1 << CLASS_ENUMERATOR | 1 << CLASS_NUMBER_PREFIX,
	NEVER_AFTER_BASIC = NEVER_AFTER_ALL | 1 << CLASS_OPENING,
	NEVER_AFTER_GB = NEVER_AFTER_BASIC | 1 << CLASS_SOLIDUS
};

struct bans { uint32_t before, after; };    /* sets of classes */

static const struct bans bans[] = {
	[STRICTNESS_NONE] = { NEVER_BEFORE_ALL, NEVER_AFTER_ALL },
	[STRICTNESS_BASIC] = { NEVER_BEFORE_BASIC, NEVER_AFTER_BASIC },
	[STRICTNESS_GB] = { NEVER_BEFORE_GB, NEVER_AFTER_GB },
	[STRICTNESS_STRICT] = { NEVER_BEFORE_STRICT, NEVER_AFTER_GB },
};

static bool is_hyphen(uint32_t code) { return code == '-' || code == 0x2010 || code == 0x2011; }

static enum break_kind between(const struct bans *ban, const struct character *a, const struct character *b)
{
	enum char_class left = a->is.class, right = b->is.class;
	if (IN(right, ban->before) || (IN(left, WORD) && IN(right, 1 << CLASS_SOLIDUS)) || (IN(left, WORD) && is_hyphen(b->code)))
		return BREAK_NEVER;
	if (left == CLASS_SPACE)
		return BREAK_ALLOWED;
	if (IN(left, ban->after) || (left == CLASS_SOLIDUS && right == CLASS_DIGIT))
		return BREAK_NEVER;
	if (IN(left, WORD | 1 << CLASS_NARROW_STOP) && IN(right, WORD))    /* also 64.37, e.g.A */
		return BREAK_NEVER;
	if (a->code == b->code && (left == CLASS_ELLIPSIS || left == CLASS_DASH))
		return BREAK_NEVER;
	return left == CLASS_DIGIT && (b->is.flags & GLYPH_MEASURE) ? BREAK_COSTLY : BREAK_ALLOWED;
}

static bool in_number(const struct character *one)
{
	return one->is.class == CLASS_DIGIT || one->is.class == CLASS_NUMBER_SUFFIX || one->code == '.';
}

/* End of the range that begins at i (35岁-64岁, 1-6月份, 2018—2020年), or i. */
static int range_end(const struct item_list *items, int i)
{
	const struct character *list = items->list;
	int at = i;
	while (at < items->count && in_number(&list[at]))
		at++;
	if (at == i)
		return i;
	if (at < items->count && list[at].is.class == CLASS_HAN && at + 1 < items->count && list[at + 1].is.class == CLASS_CONNECTOR)
		at++;
	if (at + 1 >= items->count || list[at].is.class != CLASS_CONNECTOR || list[at + 1].is.class != CLASS_DIGIT)
		return i;
	at++;
	while (at < items->count && in_number(&list[at]))
		at++;
	return at < items->count && (list[at].is.flags & GLYPH_MEASURE) ? at + 1 : at;
}

/* End of 〔2018〕2号 that begins at i, or i. */
static int number_end(const struct item_list *items, int i)
{
	const struct character *list = items->list;
	int at = i + 1, digits = 0;
	if (list[i].code != 0x3014)
		return i;
	for (; at < items->count && list[at].is.class == CLASS_DIGIT; at++)
		digits++;
	if (digits != 4 || at >= items->count || list[at].code != 0x3015)
		return i;
	at++;
	while (at < items->count && list[at].is.class == CLASS_DIGIT)
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

/* A number's range or a document number that begins here stays whole. Returns the last character looked at. */
static int keep_number(const struct item_list *items, int i, uint8_t *kinds)
{
	int range = range_end(items, i), number = number_end(items, i);
	keep_whole(kinds, i, range > number ? range : number);
	return range > i + 1 ? range - 1 : i;
}

/* Neither dash is torn; a line may begin with the pair, but not at the strict level, and end with it. */
static void settle_dashes(const struct bans *ban, const struct item_list *items, uint8_t *kinds)
{
	const struct character *list = items->list;
	for (int i = 1; i < items->count; i++) {
		if (!dash_pair(items, i))
			continue;
		kinds[i] = BREAK_NEVER;
		if (i > 1 && !dash_pair(items, i - 1))
			kinds[i - 1] = IN(list[i - 2].is.class, ban->after) || IN(CLASS_DASH, ban->before) ? BREAK_NEVER : BREAK_ALLOWED;
	}
}

static void find_by_character(const struct bans *ban, const struct item_list *items, uint8_t *kinds)
{
	const struct character *list = items->list;
	bool dashes = false;
	kinds[0] = BREAK_NEVER;
	for (int i = 1; i < items->count; i++)
		kinds[i] = (uint8_t)between(ban, &list[i - 1], &list[i]);
	for (int i = 0; i < items->count; i++) {
		dashes |= list[i].code == 0x2014;
		if (IN(list[i].is.class, 1 << CLASS_DIGIT | 1 << CLASS_NUMBER_SUFFIX | 1 << CLASS_NARROW_STOP | 1 << CLASS_OPENING))
			i = keep_number(items, i, kinds);
	}
	if (dashes)
		settle_dashes(ban, items, kinds);
}

/* Half of a dash of two, not a connector. */
static bool in_dash(const struct item_list *items, int i)
{
	return dash_pair(items, i) || (i + 1 < items->count && dash_pair(items, i + 1));
}

void breaks_find(struct shaper *shaper, struct shaped *shaped)
{
	const struct item_list *items = &shaper->items;
	ARENA_GROW(shaper->arena, shaper->kinds, &shaper->kinds_capacity, (size_t)items->count + 1);
	find_by_character(&bans[shaper->rules.strictness], items, shaper->kinds);
	const struct shaped to = *shaped;
	const struct glyph_item *from = shaper->glyphs.list;
	const uint8_t *kinds = shaper->kinds;
	uint32_t before = UINT32_MAX;
	for (int i = 0; i < to.count; i++) {
		uint32_t item = from[i].item;
		if (to.class[i] == CLASS_CONNECTOR && in_dash(items, (int)item))
			to.class[i] = CLASS_DASH;
		if (to.breaks[i] != BREAK_FORCED)
			to.breaks[i] = item == before ? BREAK_NEVER : i ? kinds[item] : BREAK_ALLOWED;
		before = item;
	}
}
