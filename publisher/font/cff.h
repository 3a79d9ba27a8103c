/* Inside of a CFF table (Adobe Technical Note 5176): where its parts lie, glyphs without subroutines and hints, a new table of
 * some of them. Every offset is checked when it is followed: a table may be damaged or hostile. Private to font/. */
#ifndef FONT_CFF_H
#define FONT_CFF_H
#include "base/arena.h"
#include "base/bytes.h"
#include "font/table.h"

enum {
	CFF_OUTLINE_MOST = 65535,      /* bytes of a charstring, those of its subroutines included (Technical Note 5177, appendix B) */
	CFF_PARTS_MOST = 256,          /* Font DICTs: a number of one byte says which is a glyph's */
};

/* ---- cff.c ---- */
struct cff_index {
	unsigned count, size;          /* objects; bytes an offset */
	unsigned offsets;              /* where those stand */
	unsigned base;                 /* what they are counted from */
};

/* An operator of a DICT with what stands before it. */
struct cff_entry {
	unsigned operator;             /* 12 and its second byte: 0x0Cxx */
	struct bytes operands;
	unsigned start;                /* of the last operand */
	int value[2];                  /* the last two operands that are whole numbers; the last is value[1] */
};

/* A Font DICT with its Private DICT; of a table keyed by names the only one. */
struct cff_part {
	struct bytes matrix;           /* operands; none: length 0 */
	struct bytes default_width, nominal_width;
	struct cff_index subroutines;
};

struct cff {
	struct bytes table;
	struct bytes name, matrix, box, notice, copyright;
	struct cff_index subroutines, charstrings;
	unsigned select;               /* where FDSelect stands; 0: keyed by names */
	struct cff_part *parts;
	unsigned part_count;
};

/* Behind an INDEX. */
unsigned cff_index(struct reader *reader, unsigned at, struct cff_index *out);
/* An object of it; length 0 if there is none or it lies outside. */
struct bytes cff_object(struct bytes table, const struct cff_index *index, unsigned number);
/* The next operator before `end`; false: there is none. */
bool cff_entry(struct reader *reader, unsigned *at, unsigned end, struct cff_entry *out);
/* Finds the Top DICT: its bounds, and behind its INDEX. */
unsigned cff_top(struct reader *reader, unsigned bounds[2]);
/* CIDs by glyph id from a charset; returns behind it. */
unsigned cff_charset(struct reader *reader, unsigned at, uint16_t *cids, unsigned glyphs);
/* NULL: damaged, or of a form that is left to hb-subset. Lends of the table, which must stay. */
struct cff *cff_open(struct arena *arena, struct bytes table);
/* Number of a glyph's part; part_count or more if the table gives none. */
unsigned cff_part_of(const struct cff *cff, unsigned glyph);

/* ---- cff_charstring.c ---- */
/* A glyph as a charstring of its own: no subroutines, no hints, the width still in front. out: room for CFF_OUTLINE_MOST bytes.
 * Its length; 0: it is damaged or uses what few fonts do (accents by endchar, arithmetic). */
unsigned cff_flatten(const struct cff *cff, unsigned glyph, unsigned char *out);

/* ---- cff_write.c ---- */
struct cff_glyph { uint16_t glyph, cid; struct bytes outline; };
/* A bare table keyed by CID, of glyphs in the order of their CIDs; the first is .notdef with CID 0. */
struct bytes cff_write(struct arena *arena, const struct cff *cff, const struct cff_glyph *glyphs, unsigned count);

/* ---- cff_recode.c ---- */
/* A copy of a bare CID-keyed CFF table whose glyphs have these CIDs (the first is .notdef, 0); NULL if its form is not that
 * of hb-subset. *length is that of the table, then of the copy. */
unsigned char *cff_recode(struct arena *arena, const unsigned char *table, size_t *length, const uint16_t *cids, unsigned glyphs);
#endif
