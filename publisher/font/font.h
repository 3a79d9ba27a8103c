/* Faces: found by role through fonts/fonts.ini, with a fallback chain, opened when first needed. A face is known by a
 * small number. All metrics are in milli-ems. The em box of every face is 0.88 above and 0.12 below the baseline, not
 * what the font file says (the files disagree with each other). */
#ifndef FONT_FONT_H
#define FONT_FONT_H
#include <hb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/units.h"

#define FONT_ASCENT 880
#define FONT_DESCENT 120
enum { FONT_CHAIN_MAX = 8, FONT_FAMILIES = 5 };   /* families in the order of style's enum family */

struct fonts;

/* catalogues: INI files in order of preference (the office's own, then the program's), NULL-terminated; missing files
 * are skipped. Opens no font yet. Closed by fonts_close, in one place, also after -1. Diagnostics go to `all`. */
int fonts_open(struct diagnostics *all, const char *const *catalogues, struct fonts **out);
/* For the next document with the same fonts: what is known of them stays, what is wrong with one is reported anew, to `all`. */
void fonts_begin(struct fonts *fonts, struct diagnostics *all);
void fonts_close(struct fonts *fonts);

/* Face for a character in a family: the first face of the chain that has a glyph with an outline (or a space). With
 * `punctuation` only faces fit for Chinese marks are asked. -1: no face has it. Does not report. */
int fonts_face_for(struct fonts *fonts, int family, uint32_t code, bool punctuation);
bool face_has(struct fonts *fonts, int face, uint32_t code);
hb_font_t *face_hb(struct fonts *fonts, int face);       /* lends; scale is 1000 per em: HarfBuzz positions are milli-ems */
int face_count(const struct fonts *fonts);               /* faces known: 0 … count-1; open are those that fonts_face_for gave */
const char *face_name(struct fonts *fonts, int face);    /* PostScript name */
const char *face_path(struct fonts *fonts, int face);
int face_index(struct fonts *fonts, int face);             /* in its collection */
bool face_is_last_resort(struct fonts *fonts, int face); /* a face whose use deserves a warning (Hanazono) */

/* ---- for emit/ ---- */
enum face_kind { FACE_CFF_CID, FACE_CFF_NAMED, FACE_GLYF };
enum face_kind face_kind(struct fonts *fonts, int face);
/* The code written in PDF strings: the CID of the glyph (CFF by CID), else the glyph id. */
uint16_t face_code(struct fonts *fonts, int face, uint16_t glyph);
int face_advance(struct fonts *fonts, int face, uint16_t glyph);     /* horizontal, milli-ems */
struct face_descriptor { int ascent, descent, cap_height, stem_v, italic_angle, flags; int bbox[4]; bool no_subsetting; };
struct face_descriptor face_describe(struct fonts *fonts, int face);

struct subset {
	const unsigned char *data;  /* bare CFF table, or a TrueType file; in the arena */
	size_t length;
	const uint16_t *glyphs;     /* every original glyph id in the subset, ascending, as its own ids are (more than asked) */
	int glyph_count;
};
/* used: one flag a glyph id, 65,536. CFF: not retaining ids, desubroutinised; glyf: retaining ids. */
int face_subset(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int face, const bool *used, struct subset *out);
/* Gives the glyphs of a subset of a FACE_CFF_CID other CIDs, in the order of subset->glyphs; the first is .notdef and stays 0.
 * 0, or -1 with a diagnostic. */
int face_subset_recode(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int face, const uint16_t *cids, struct subset *subset);

/* ---- what a document notes of the fonts it was set with ---- */
struct face_identity {
	const char *name, *version;    /* PostScript name; version string of the name table, "" if none */
	char sha256[65];           /* of the whole font file, lower case */
};
/* Of an open face. -1 with a diagnostic: libcrypto is not on this machine, or the file is no longer there. */
int face_identify(struct arena *arena, struct fonts *fonts, int face, struct face_identity *out);
/* Adds what decides which font files serve, and whether one was exchanged: names, sizes and times of the files that the catalogues name and,
 * where a face is at none of its paths, of all fonts of the machine. The catalogues' own text is the caller's to add. */
struct sha256;
void fonts_add_state(const struct fonts *fonts, struct sha256 *sum);
const char *fonts_shaper_version(void);    /* of HarfBuzz, which shapes and subsets; static storage */
int fonts_open_face(const struct fonts *fonts, const char *name);  /* by PostScript name; -1: none that was opened */

/* ---- outlines, for the preview and for the ink of the mark ---- */
struct ink { int left, bottom, right, top; };            /* milli-ems, y up from the baseline; all 0 if blank */
bool face_ink(struct fonts *fonts, int face, uint16_t glyph, struct ink *out);

/* ---- hongtou fonts ---- */
/* Prints, for each role: chosen face, file, fallbacks, what is missing. 0, or 1 if a role has no face at all. */
int fonts_list(struct fonts *fonts, FILE *out);
/* Scans a folder for the office's fonts (PostScript or Chinese family names, file names, without regard to case) and
 * writes a catalogue that names them. Prints what was taken and what was not and why. */
int fonts_use(struct arena *arena, struct diagnostics *all, const char *folder, const char *catalogue, FILE *out);
#endif
