/* What is known of the edition that is watched: the pages of the last version in which nothing was wrong, their pictures, and the messages
 * about the version on the disk. */
#ifndef WATCH_PROOF_H
#define WATCH_PROOF_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/bytes.h"
#include "watch/wire.h"

enum { PROOF_PICTURES = 400 };    /* pages beyond have no picture: they would cost more memory than a look is worth */

enum proof_status {
	PROOF_STARTING,            /* nothing is known yet */
	PROOF_WRITING,             /* the pages are those on the disk, the PDF is being written */
	PROOF_SOUND,               /* … and it is written */
	PROOF_FAULTY               /* the version on the disk has errors; the pages are older */
};

struct proof_page {
	uint64_t print[2];
	int number;
	mpt width, height;
	bool turned;
	bool changed;               /* since the version before */
	char *spans;               /* JSON: the lines of the sources that stand on it */
};

struct proof;
struct proof *proof_new(const char *edition, const char *output);
void proof_free(struct proof *proof);

/* A new version comes: its pages are gathered, and become those of the proof when they are all there. */
void proof_begin(struct proof *proof);
void proof_add_page(struct proof *proof, const struct wire_page *page, const char *spans);
void proof_accept(struct proof *proof);
void proof_messages(struct proof *proof, const struct wire_messages *counts, const char *text, const char *json);
void proof_finish(struct proof *proof, bool sound, int milliseconds);      /* since it was saved */

void proof_add_picture(struct proof *proof, const uint64_t print[2], struct bytes picture);    /* copied */
/* Lends the picture of that print, until the next one is added. */
bool proof_picture(const struct proof *proof, const uint64_t print[2], struct bytes *out);

int proof_pages(const struct proof *proof, const struct proof_page **out);
struct wire_messages proof_counts(const struct proof *proof);
const char *proof_text(const struct proof *proof);     /* the messages, a line each */
const char *proof_json(const struct proof *proof);     /* … as an array */
const char *proof_written(const struct proof *proof);  /* hh:mm:ss: when the PDF was last written; "" if it was not */
bool proof_is(const struct proof *proof, enum proof_status status);
/* All of it as one line of JSON, for the page in the browser. */
void proof_print(const struct proof *proof, FILE *out);
#endif
