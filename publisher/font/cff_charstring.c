/* Charstrings of type 2 (Adobe Technical Note 5177) made flat: subroutines are put in where they are called, stems and hint masks are
 * left out. Operands are copied as they stand, each operator is held against the number of operands it may have, and what few
 * fonts do is refused: hb-subset then makes the whole subset. */
#include "font/cff.h"
#include <limits.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	STACK_MOST = 48, DEPTH_MOST = 10,
	READ_MOST = 1 << 20,           /* bytes read for one glyph: subroutines may call each other without end */
};

static const unsigned UNKNOWN = UINT_MAX;

enum operator {
	HSTEM = 1, VSTEM = 3, VMOVETO = 4, RLINETO = 5, HLINETO = 6, VLINETO = 7, RRCURVETO = 8, CALLSUBR = 10, RETURN = 11, ESCAPE = 12, ENDCHAR = 14,
	HSTEMHM = 18, HINTMASK = 19, CNTRMASK = 20, RMOVETO = 21, HMOVETO = 22, VSTEMHM = 23, RCURVELINE = 24, RLINECURVE = 25, VVCURVETO = 26,
	HHCURVETO = 27, SHORTINT = 28, CALLGSUBR = 29, VHCURVETO = 30, HVCURVETO = 31, HFLEX = 34, FLEX = 35, HFLEX1 = 36, FLEX1 = 37, FRACTION = 255,
};

struct flat {
	const struct cff *cff;
	const struct cff_index *local;
	unsigned char *out;
	unsigned length;               /* bytes in out */
	unsigned read;
	unsigned stems;
	bool width_known, begun;       /* begun: a first moveto was there */
	bool ended, refused;
	int count;                     /* operands that wait for their operator: they end out */
	unsigned start, last;          /* where the first and the last of them stand in out; last: or UNKNOWN */
};

#define FIVE(n) n, n, n, n, n
#define TWENTY_FIVE(n) FIVE(n), FIVE(n), FIVE(n), FIVE(n), FIVE(n)

/* Bytes of a number by its first one; 0: an operator. */
static const uint8_t number_size[256] = {
	TWENTY_FIVE(0), 0, 0, 0, 3 /* SHORTINT */, 0, 0, 0,
	TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1),
	FIVE(1), FIVE(1), FIVE(1), /* 247: */ FIVE(2), 2, 2, 2, 5 /* FRACTION */
};

/* Bytes that are looked at together; in a mask the first is bit 0. */
enum { WINDOW = 16 };
struct masks {
	unsigned stops;                /* neither the first nor the only byte of a number of at most two, if it is no second byte */
	unsigned leads;                /* the first of two, likewise */
};

static inline struct masks classify(const unsigned char window[WINDOW])
{
	struct masks masks = { 0 };
#ifdef __SSE2__
	const __m128i all = _mm_loadu_si128((const __m128i *)window), fraction = _mm_cmpeq_epi8(all, _mm_set1_epi8((char)FRACTION));
	const __m128i operators = _mm_cmpeq_epi8(all, _mm_min_epu8(all, _mm_set1_epi8(31)));
	const __m128i longer = _mm_cmpeq_epi8(all, _mm_max_epu8(all, _mm_set1_epi8((char)247)));
	masks.stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(operators, fraction));
	masks.leads = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(fraction, longer));
#else
	for (int i = 0; i < WINDOW; i++) {
		masks.stops |= (unsigned)(window[i] < 32 || window[i] == FRACTION) << i;
		masks.leads |= (unsigned)(window[i] >= 247 && window[i] != FRACTION) << i;
	}
#endif
	return masks;
}

/* Which bytes follow a lead that is itself no second byte. In a row of leads every other one is; the subtraction runs along all rows at
 * once and leaves the parity of each (Langdale and Lemire, Parsing Gigabytes of JSON per Second, 2019). */
static inline unsigned seconds_of(unsigned leads)
{
	const unsigned odd = 0xAAAAAAAA;
	return (((leads << 1 | odd) - leads) ^ odd) ^ leads;
}

/* Of sixteen bits; without the processor's instruction for it, which not all have, a library would be called. */
static inline int count_bits(unsigned mask)
{
	mask -= mask >> 1 & 0x5555;
	mask = (mask & 0x3333) + (mask >> 2 & 0x3333);
	mask = (mask + (mask >> 4)) & 0x0F0F;
	return (int)((mask + (mask >> 8)) & 0x1F);
}

/* Takes over a number, or several, of `length` bytes. */
static void keep(struct flat *flat, const unsigned char *from, size_t length, int count)
{
	flat->refused |= flat->count + count > STACK_MOST || flat->length + length > CFF_OUTLINE_MOST - 2;
	if (flat->refused)
		return;
	memcpy(flat->out + flat->length, from, length);
	flat->length += (unsigned)length;
	flat->count += count;
}

/* The longer kinds. */
static size_t push_long(struct flat *flat, struct bytes code)
{
	size_t length = number_size[code.data[0]];
	flat->refused |= length > code.length;
	flat->last = flat->length;
	if (!flat->refused)
		keep(flat, code.data, length, 1);
	return length;
}

/* Numbers up to the next operator or the end of the window; returns their bytes. Nothing is asked of each single one: where they
 * end comes as if by chance, and a processor that guesses wrong waits. */
static size_t push(struct flat *flat, struct bytes code)
{
	unsigned char rest[WINDOW] = { 0 };
	const unsigned char *window = code.data;
	if (code.length < WINDOW)
		window = memcpy(rest, code.data, code.length);
	const struct masks masks = classify(window);
	const unsigned seconds = seconds_of(masks.leads);
	unsigned length = (unsigned)__builtin_ctz((masks.stops & ~seconds) | 1u << WINDOW);
	length -= seconds >> length & 1;    /* the last one goes on behind the window */
	if (!length)
		return push_long(flat, code);
	const unsigned firsts = ~seconds & ((1u << length) - 1);
	flat->refused |= length > code.length;
	flat->last = flat->length + 31 - (unsigned)__builtin_clz(firsts);
	if (flat->length <= CFF_OUTLINE_MOST - 2 - WINDOW && flat->count <= STACK_MOST - WINDOW) {
		memcpy(flat->out + flat->length, window, WINDOW);
		flat->length += length;
		flat->count += count_bits(firsts);
	} else {
		keep(flat, window, length, count_bits(firsts));
	}
	return length;
}

static unsigned last_operand(const struct flat *flat)
{
	unsigned at = flat->start;
	for (int i = 1; i < flat->count; i++)
		at += number_size[flat->out[at]];
	return at;
}

/* Takes the last operand back; false: there is none, or it is a fraction. */
static bool pop(struct flat *flat, int *value)
{
	unsigned last = flat->count && flat->last == UNKNOWN ? last_operand(flat) : flat->last;
	const unsigned char *from = flat->out + last;
	if (!flat->count || from[0] == FRACTION)
		return false;
	flat->length = last;
	flat->last = UNKNOWN;
	flat->count--;
	switch (number_size[from[0]]) {
	case 1: *value = from[0] - 139; break;
	case 2: *value = from[0] <= 250 ? (from[0] - 247) * 256 + from[1] + 108 : -(from[0] - 251) * 256 - from[1] - 108; break;
	default: *value = (int16_t)(from[1] << 8 | from[2]); break;
	}
	return true;
}

static void begin_operands(struct flat *flat)
{
	flat->start = flat->length;
	flat->count = 0;
}

/* The operands of a stem, and those that wait before the first hint mask, go away; but an odd one is the glyph's width, which
 * the first moveto or endchar takes over. */
static void drop_stems(struct flat *flat)
{
	int odd = flat->count & 1;
	flat->refused |= flat->begun && flat->count;
	flat->refused |= odd && flat->width_known;
	flat->stems += (unsigned)flat->count / 2;
	if (flat->count > odd)
		flat->length = flat->start + (odd ? number_size[flat->out[flat->start]] : 0);
	flat->width_known = true;
	begin_operands(flat);
}

static void put_operator(struct flat *flat, bool allowed, unsigned operator)
{
	flat->refused |= !allowed;
	flat->out[flat->length++] = (unsigned char)operator;    /* push left room for it */
	begin_operands(flat);
}

static void moveto(struct flat *flat, unsigned operator)
{
	int need = operator == RMOVETO ? 2 : 1, width = flat->count == need + 1 && !flat->width_known;
	flat->width_known = flat->begun = true;
	put_operator(flat, flat->count == need + width, operator);
}

/* Four operands more would be two characters to put together: an accent and what it stands on. */
static void endchar(struct flat *flat)
{
	put_operator(flat, flat->count == 0 || (flat->count == 1 && !flat->width_known), ENDCHAR);
	flat->ended = true;
}

/* How many operands those that draw may have: bit n is set for n of them. 0: another operator. */
static const uint64_t path_counts[32] = {
	[RLINETO] = 0x1555555555554,    /* 2, 4, 6 … */
	[HLINETO] = 0x1FFFFFFFFFFFE, [VLINETO] = 0x1FFFFFFFFFFFE,    /* 1, 2, 3 … */
	[RRCURVETO] = 0x1041041041040,    /* 6, 12, 18 … */
	[RCURVELINE] = 0x104104104100,    /* 8, 14, 20 … */
	[RLINECURVE] = 0x1555555555500,    /* 8, 10, 12 … */
	[VVCURVETO] = 0x1333333333330, [HHCURVETO] = 0x1333333333330,
	[VHCURVETO] = 0x1333333333330, [HVCURVETO] = 0x1333333333330,    /* 4, 5, 8, 9 … */
};

static void flex(struct flat *flat, unsigned operator)
{
	static const int needs[] = { 7, 13, 9, 11 };
	bool allowed = flat->begun && operator >= HFLEX && operator <= FLEX1 && flat->count == needs[operator - HFLEX];
	flat->refused |= flat->length + 2 > CFF_OUTLINE_MOST;
	if (allowed && !flat->refused)
		flat->out[flat->length++] = ESCAPE;
	put_operator(flat, allowed && !flat->refused, operator);
}

static void run(struct flat *flat, struct bytes code, int depth);

/* The number on top of the stack names it; the middle one of all is 0. */
static void call(struct flat *flat, const struct cff_index *index, int depth)
{
	int bias = index->count < 1240 ? 107 : index->count < 33900 ? 1131 : 32768;
	int number = 0;
	struct bytes code = { 0 };
	if (pop(flat, &number))
		code = cff_object(flat->cff->table, index, (unsigned)(number + bias));
	if (code.length && depth < DEPTH_MOST)
		run(flat, code, depth + 1);
	else
		flat->refused = true;
}

/* One operator and what follows it; returns their bytes. */
static size_t operate(struct flat *flat, struct bytes code, int depth)
{
	unsigned operator = code.data[0];
	if (path_counts[operator]) {    /* most are; to jump by a table to each would be guessing again */
		put_operator(flat, flat->begun && path_counts[operator] >> flat->count & 1, operator);
		return 1;
	}
	switch (operator) {
	case HSTEM: case VSTEM: case HSTEMHM: case VSTEMHM:
		drop_stems(flat);
		return 1;
	case HINTMASK: case CNTRMASK:
		drop_stems(flat);
		return 1 + (flat->stems + 7) / 8;
	case RMOVETO: case HMOVETO: case VMOVETO:
		moveto(flat, operator);
		return 1;
	case ENDCHAR:
		endchar(flat);
		return 1;
	case CALLSUBR: case CALLGSUBR:
		call(flat, operator == CALLSUBR ? flat->local : &flat->cff->subroutines, depth);
		return 1;
	case ESCAPE:
		flex(flat, code.length > 1 ? code.data[1] : 0);
		return 2;
	default:
		flat->refused = true;
		return 1;
	}
}

/* A charstring ends with endchar, a subroutine with that or with return. */
static void run(struct flat *flat, struct bytes code, int depth)
{
	size_t at = 0;
	bool returned = false;
	flat->read += (unsigned)code.length;
	flat->refused |= code.length > CFF_OUTLINE_MOST || flat->read > READ_MOST;
	while (at < code.length && !returned && !flat->ended && !flat->refused) {
		unsigned b = code.data[at];
		struct bytes rest = { code.data + at, code.length - at };
		if (number_size[b])
			at += push(flat, rest);
		else if (b == RETURN && depth)
			returned = true;
		else
			at += operate(flat, rest, depth);
	}
	flat->refused |= at > code.length || (!returned && !flat->ended);
}

unsigned cff_flatten(const struct cff *cff, unsigned glyph, unsigned char *out)
{
	unsigned part = cff_part_of(cff, glyph);
	struct flat flat = { .cff = cff, .out = out };
	if (part >= cff->part_count)
		return 0;
	flat.local = &cff->parts[part].subroutines;
	run(&flat, cff_object(cff->table, &cff->charstrings, glyph), 0);
	return flat.refused ? 0 : flat.length;
}
