/* Inside of the font room: a face and the set of faces. Private to font/. */
#ifndef FONT_FONTS_H
#define FONT_FONTS_H
#include "font/cff.h"
#include "font/font.h"
#include "read/ini.h"

enum { FACES_MAX = 64 };
enum face_state { FACE_UNTRIED, FACE_OPEN, FACE_ABSENT, FACE_REFUSED };
enum face_fault { FAULT_NONE, FAULT_RESTRICTED, FAULT_DAMAGED, FAULT_KIND };

struct face {
	const char *name;          /* PostScript name */
	const char *paths;         /* of the catalogue, divided by colons; may be NULL */
	const char *folder;        /* of the catalogue */
	const char *lacks;         /* characters that count as not there, for it draws others in their place; may be NULL */
	struct place at;           /* in the catalogue */
	int index;                 /* in the collection */
	bool punctuation, last_resort, optional;
	enum face_state state;
	const char *path;          /* where it was found */
	enum face_kind kind;
	bool whole;                /* may not be subset: embedded as it is */
	hb_blob_t *blob;
	hb_face_t *hb;
	hb_font_t *font;
	uint16_t *cids;            /* by glyph id, for FACE_CFF_CID, once they were asked for */
	bool cff_tried;
	struct cff *cff;           /* NULL: not tried yet, or its subsets are left to hb-subset */
	hb_blob_t *cff_blob;
	struct outline_page **outlines;    /* kept charstrings; NULL: none yet */
	unsigned glyphs;
	char sha256[65];           /* of its file; "" until it was asked for */
};

struct outline_page;
struct coverage_page { int8_t face[256]; };     /* 0: not asked yet; else number + 2; 1: none */
struct coverage_plane { struct coverage_page *pages[256]; };

struct found_face { const char *name, *path; int index; };

struct fonts {
	struct arena *arena;
	struct diagnostics *all;
	struct face faces[FACES_MAX];
	int count;
	int chain[FONT_FAMILIES][FONT_CHAIN_MAX];
	int chain_length[FONT_FAMILIES];
	struct coverage_plane *coverage[FONT_FAMILIES][2][17];
	struct found_face *found;  /* all faces of the machine, once a face was not at its paths */
	size_t found_count, found_capacity;
	bool searched;
	void *attached;            /* fonts_attach */
	void (*free_attached)(void *thing);
	unsigned trial;            /* fonts_trial */
	bool again;                /* another document was begun: packed font files are worth keeping */
	struct arena *outlines;    /* of the kept charstrings; NULL: none yet */
	size_t outline_bytes;
	struct arena *files;       /* of the kept font files */
	struct kept_file *kept;
	size_t kept_count, kept_capacity, kept_bytes;
};

/* ---- catalogue.c ---- */
extern const char *const family_names[FONT_FAMILIES];
/* Adds the faces and chains of one catalogue behind those read before it. -1 with diagnostics. */
int catalogue_read(struct fonts *fonts, const char *path);

/* ---- find.c ---- */
/* Opens the file of a face: at its paths, else by its name among the fonts of the machine. false: reported, unless the
 * face is optional and simply not there. */
bool face_find(struct fonts *fonts, struct face *face);
enum { FONT_FOLDERS = 4 };
void font_folders(struct arena *arena, const char *folders[FONT_FOLDERS + 1]);     /* where this machine keeps fonts; ended by NULL */
/* Calls visit for each member of each font file in and under the folders, in the order of the names; hb is NULL for a
 * file that is no font or is cut off. A folder that is not there is passed over. Stops when visit returns false. */
typedef bool font_visit(void *context, const char *path, int index, hb_face_t *hb);
void font_scan(const char *const *folders, font_visit *visit, void *context);

/* ---- examine.c ---- */
/* Sets kind, glyphs and whole of a face that is open, and cids where it is embedded whole; says why a PDF may not or cannot hold it. */
enum face_fault face_examine(struct arena *arena, struct face *face);
/* Do the tables that are needed lie inside the file? */
bool face_complete(hb_blob_t *blob, int index);
/* The PostScript name, with '-' for what cannot stand in a catalogue; NULL if the font has none. */
const char *face_postscript(struct arena *arena, hb_face_t *face);
/* Big-endian numbers of a table; 0 beyond its end. */
unsigned table_u16(hb_face_t *face, hb_tag_t tag, unsigned offset);
bool table_there(hb_face_t *face, hb_tag_t tag);

/* ---- cff.c ---- */
/* Is the CFF keyed by CID? *broken: its Top DICT cannot be read. */
bool cff_by_cid(hb_face_t *face, bool *broken);
uint16_t *cff_cids(struct arena *arena, hb_face_t *face, unsigned glyphs, bool *broken);    /* of one keyed by CID, by glyph id */

/* ---- kept.c ---- */
/* The flattened outline of a glyph of face->cff, kept from document to document; length 0: it is refused. `room` for
 * CFF_OUTLINE_MOST bytes. Lent until outlines_begin. */
struct bytes face_outline(struct fonts *fonts, struct face *face, uint16_t glyph, unsigned char *room);
/* Before the outlines of a subset are asked for: forgets all if too many are kept. */
void outlines_begin(struct fonts *fonts);
void kept_free(struct fonts *fonts);

/* ---- identity.c ---- */
/* Of a file, in hexadecimal, by the library of that name ("libcrypto.so.3"). -1 with a diagnostic: there is none, or the file cannot be
 * read. */
int font_sha256(struct diagnostics *all, const char *library, const char *path, char out[65]);

/* ---- font.c ---- */
/* Opens a face when it is first needed; false if it is not there or cannot be used (reported once). */
bool face_ready(struct fonts *fonts, struct face *face);
#endif
