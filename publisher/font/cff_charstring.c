/* Charstrings of type 2 (Adobe Technical Note 5177) made flat: subroutines are put in where they are called, stems and hint masks are
 * left out. Operands are copied as they stand, each operator is held against the number of operands it may have, and what few
 * fonts do is refused: hb-subset then makes the whole subset. */
#include "font/cff.h"
#include <string.h>

enum {
	STACK_MOST = 48, DEPTH_MOST = 10,
	READ_MOST = 1 << 20,           /* bytes read for one glyph: subroutines may call each other without end */
};

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
	unsigned at[STACK_MOST];       /* where each stands in out */
};

#define FIVE(n) n, n, n, n, n
#define TWENTY_FIVE(n) FIVE(n), FIVE(n), FIVE(n), FIVE(n), FIVE(n)

/* Bytes of a number by its first one; 0: an operator. */
static const uint8_t number_size[256] = {
	TWENTY_FIVE(0), 0, 0, 0, 3 /* SHORTINT */, 0, 0, 0,
	TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1), TWENTY_FIVE(1),
	FIVE(1), FIVE(1), FIVE(1), /* 247: */ FIVE(2), 2, 2, 2, 5 /* FRACTION */
};

/* All numbers up to the next operator; returns their bytes. Most are of one byte: guessing that is faster than asking the table,
 * where each number would wait for the size of the one before. */
static size_t push(struct flat *flat, struct bytes code)
{
	unsigned *place = flat->at + flat->count, *last = flat->at + STACK_MOST, before = flat->length;
	const unsigned char *from = code.data;
	size_t length = 0;
	while (length < code.length && number_size[from[length]] && place < last) {
		*place++ = before + (unsigned)length;
		length += from[length] - 32u < 215u ? 1 : number_size[from[length]];
	}
	if (length > code.length || before + length > CFF_OUTLINE_MOST - 2 || (length < code.length && number_size[from[length]])) {
		flat->refused = true;
		return length;
	}
	memcpy(flat->out + before, from, length);
	flat->count = (int)(place - flat->at);
	flat->length += (unsigned)length;
	return length;
}

/* Takes the last operand back; false: there is none, or it is a fraction. */
static bool pop(struct flat *flat, int *value)
{
	const unsigned char *from = flat->out + (flat->count ? flat->at[flat->count - 1] : 0);
	if (!flat->count || from[0] == FRACTION)
		return false;
	flat->length = flat->at[--flat->count];
	switch (number_size[from[0]]) {
	case 1: *value = from[0] - 139; break;
	case 2: *value = from[0] <= 250 ? (from[0] - 247) * 256 + from[1] + 108 : -(from[0] - 251) * 256 - from[1] - 108; break;
	default: *value = (int16_t)(from[1] << 8 | from[2]); break;
	}
	return true;
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
		flat->length = flat->at[odd];
	flat->width_known = true;
	flat->count = 0;
}

static void put_operator(struct flat *flat, bool allowed, unsigned operator)
{
	flat->refused |= !allowed;
	flat->out[flat->length++] = (unsigned char)operator;    /* push left room for it */
	flat->count = 0;
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

static bool is_path(unsigned operator, int count)
{
	switch (operator) {
	case RLINETO: return count >= 2 && count % 2 == 0;
	case HLINETO: case VLINETO: return count >= 1;
	case RRCURVETO: return count >= 6 && count % 6 == 0;
	case RCURVELINE: return count >= 8 && count % 6 == 2;
	case RLINECURVE: return count >= 8 && count % 2 == 0;
	case VVCURVETO: case HHCURVETO: case VHCURVETO: case HVCURVETO: return count >= 4 && count % 4 <= 1;
	default: return false;
	}
}

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
		put_operator(flat, flat->begun && is_path(operator, flat->count), operator);
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
	struct flat flat;
	memset(&flat, 0, offsetof(struct flat, at));
	flat.cff = cff;
	flat.out = out;
	if (part >= cff->part_count)
		return 0;
	flat.local = &cff->parts[part].subroutines;
	run(&flat, cff_object(cff->table, &cff->charstrings, glyph), 0);
	return flat.refused ? 0 : flat.length;
}
