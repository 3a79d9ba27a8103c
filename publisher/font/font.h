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
#include "base/bytes.h"
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
/* One thing of another room that is worth keeping as long as the fonts are open (tables made from them); `free` is called by
 * fonts_close, or at once if there is one already. Lent back by fonts_attached; NULL if there is none. */
void fonts_attach(struct fonts *fonts, void *thing, void (*free)(void *thing));
void *fonts_attached(const struct fonts *fonts);
/* Changes when fonts_begin tries faces again that failed before: what was concluded from their absence may be wrong now. */
unsigned fonts_trial(const struct fonts *fonts);

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
/* The code of a glyph in the font file itself: its CID (CFF by CID), else the glyph id. */
uint16_t face_code(struct fonts *fonts, int face, uint16_t glyph);
int face_advance(struct fonts *fonts, int face, uint16_t glyph);     /* horizontal, milli-ems */
struct face_descriptor { int ascent, descent, cap_height, stem_v, italic_angle, flags; int bbox[4]; bool no_subsetting; };
struct face_descriptor face_describe(struct fonts *fonts, int face);

struct subset_order {
	const uint16_t *glyphs;        /* asked for, each once, in any order; .notdef comes along */
	int count;
	/* FACE_CFF_CID: the CID that a glyph is to have in the subset, not 0 but for .notdef. Asked also of glyphs that come along. */
	uint16_t (*cid)(void *context, uint16_t glyph);
	void *context;
};

struct subset {
	const unsigned char *data;  /* bare CFF table, or a TrueType file; in the arena */
	size_t length;
	const uint16_t *glyphs;     /* every original glyph id in the subset (may be more than asked), ascending */
	int glyph_count;
	bool renumbered;            /* a TrueType file's own glyph ids are places in `glyphs`, not the original ones */
};
/* FACE_CFF_CID: a table with the CIDs that were asked for; FACE_CFF_NAMED: one whose CIDs are the glyph ids; both flattened and
 * without hints; FACE_GLYF: a TrueType file. What may not be subset comes whole and as it is. 0, or -1 with a diagnostic. */
int face_subset(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int face, const struct subset_order *order, struct subset *out);
/* The same by hb-subset alone, which takes over where a font is unusual, and which ours is tested against; TrueType keeps its glyph ids. */
int face_subset_by_harfbuzz(struct arena *arena, struct diagnostics *all, struct fonts *fonts, int face, const struct subset_order *order,
                            struct subset *out);

/* A font file as a writer has packed it, kept for documents that follow (fonts_begin) with the same glyphs and codes: `key` is all
 * that it depends on besides the face. At most 8 MiB are kept, and of flattened outlines 16 MiB besides those of the document
 * that is being written; then all is forgotten. */
struct font_file {
	struct bytes packed;
	size_t length;              /* unpacked */
	const uint16_t *glyphs;     /* as of its subset */
	int glyph_count;
	bool renumbered;
};
bool fonts_recall(const struct fonts *fonts, int face, struct bytes key, struct font_file *out);    /* lent until the next fonts_keep */
void fonts_keep(struct fonts *fonts, int face, struct bytes key, const struct font_file *file);     /* copies; does nothing in the first document */

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
const char *fonts_shaper_version(void);    /* of HarfBuzz, which shapes; static storage */
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
