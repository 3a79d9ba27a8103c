/* The order of the stages, from an edition to pages. */
#ifndef PIPELINE_H
#define PIPELINE_H
#include "emit/printing.h"
#include "font/font.h"
#include "layout/layout.h"
#include "model/document.h"
#include "page/document.h"
#include "read/settings.h"
#include "sealing.h"
#include "session.h"
#include "style/style.h"

enum compacting { COMPACT_AUTO, COMPACT_YES, COMPACT_NO };    /* [pdf] compact; auto: when the file is large */

struct job {
	struct settings *settings;
	struct style style;
	struct document document;
	struct sealing sealing;
	struct fonts *fonts;       /* given: warm from the documents before, and stays so; else opened and closed here */
	bool fonts_lent;
	struct shaper *shaper;
	struct record record;
	bool extracted;            /* given: the edition is a folder that hongtou extract has filled */
	const struct manifest *manifest;       /* … and its list */
	bool tagged;               /* [pdf] tagged, of those that write PDF */
	enum compacting compacting;
	const struct printing *printing;    /* NULL: colours are for the screen */
	const struct change_marks *marks;   /* given: a marked edition (layout.h) … */
	const struct attachment *listing;   /* … with the list of its changes; or NULL */
};

struct dumps { FILE *lines, *table, *fit; };

/* Reads edition and templates alone. */
int pipeline_settings(struct session *session, const char *edition, struct settings **out);
/* Reads edition, templates, body and tables; resolves the look; opens the fonts. All diagnostics are collected. */
int pipeline_load(struct session *session, const char *edition, struct job *job);
/* Sets the pages and hands each to the receiver. */
int pipeline_pages(struct session *session, struct job *job, struct page_receiver receiver, const struct dumps *dumps);
/* Of an extracted edition, once its pages are set: warns of each font that is not the one it was made with. */
void pipeline_compare_fonts(struct session *session, struct job *job);
void pipeline_close(struct job *job);
void pipeline_palette(const struct style *style, uint8_t colours[PAINT_COUNT][3]);    /* RGB of each paint */
/* Catalogues of fonts in order of preference, NULL-terminated. */
const char *const *pipeline_catalogues(struct session *session);
const char *pipeline_user_catalogue(struct session *session);   /* $XDG_CONFIG_HOME/hongtou/fonts.ini, or NULL */
#endif
