/* Inside of the font room: a face and the set of faces. Private to font/. */
#ifndef FONT_FONTS_H
#define FONT_FONTS_H
#include "font/font.h"
#include "read/ini.h"

enum { FACES_MAX = 64 };
enum face_state { FACE_UNTRIED, FACE_OPEN, FACE_ABSENT };

struct face {
	const char *name;          /* PostScript name */
	const char *paths;         /* of the catalogue, divided by colons */
	const char *folder;        /* of the catalogue */
	struct place at;           /* in the catalogue */
	int index;
	bool punctuation, last_resort, optional;
	enum face_state state;
	const char *path;          /* where it was found */
	enum face_kind kind;
	bool whole;                /* may not be subset: embedded as it is */
	hb_blob_t *blob;
	hb_face_t *hb;
	hb_font_t *font;
	uint16_t *cids;            /* by glyph id, for FACE_CFF_CID */
	unsigned glyphs;
};

struct coverage_page { int8_t face[256]; };     /* 0: not asked yet; else number + 2; 1: none */

struct fonts {
	struct arena *arena;
	struct diagnostics *all;
	struct face faces[FACES_MAX];
	int count;
	int chain[FONT_FAMILIES][FONT_CHAIN_MAX];
	int chain_length[FONT_FAMILIES];
	struct coverage_page *coverage[FONT_FAMILIES][2][0x1100];
};

extern const char *const family_names[FONT_FAMILIES];
/* Opens a face when it is first needed; false if it is not there or cannot be used (reported once). */
bool face_ready(struct fonts *fonts, struct face *face);
/* Big-endian numbers of a table; 0 beyond its end. */
unsigned table_u16(hb_face_t *face, hb_tag_t tag, unsigned offset);
/* CIDs of a CID-keyed CFF by glyph id; NULL if the CFF is name-keyed or damaged (then *broken is set). */
uint16_t *cff_cids(struct arena *arena, hb_face_t *face, unsigned glyphs, bool *broken);
#endif
