/* For this room alone: a revision held against the one before it. What has an explanation is ticked off; what is left is tampering. */
#ifndef FINISHED_COMPARISON_H
#define FINISHED_COMPARISON_H
#include "finished/changes.h"
#include "finished/pdf_object.h"
#include "finished/references.h"

enum object_state { OBJECT_SAME, OBJECT_CHANGED, OBJECT_EXPLAINED, OBJECT_FIELD /* explained, and a new signature field: a page may show it */ };

struct comparison {
	struct arena *arena;
	const struct revisions *revisions;
	const struct signatures *signatures;
	const struct references *references;
	size_t which;                      /* the later revision */
	const struct xref_entry *map_before, *map_after;
	qpdf_data old, new;                /* the libraries of the two */
	const struct form *form_before, *form_after;
	unsigned char *state;              /* by number: enum object_state */
	int permission;                    /* the strictest P of the signatures before; 0: none */
	struct changes *out;
};

void tamper(struct comparison *comparison, enum tampering_kind kind, int object, const char *detail);
bool object_is_new(const struct comparison *comparison, int number);
bool object_open(const struct comparison *comparison, int number);         /* changed, and not explained so far */
void explain_object(struct comparison *comparison, int number);
/* Explains a value of the later revision and all new objects below it. Objects that were there are never explained by it. */
void explain_new(struct comparison *comparison, qpdf_oh value);
/* Explains a dictionary or array that may have been there before: then nothing else may refer to it. */
void explain_container(struct comparison *comparison, qpdf_oh value);
bool values_same(const struct comparison *comparison, qpdf_oh before, qpdf_oh after);
/* The first key of two dictionaries (either may be null) whose values differ and that is not in the list (NULL-terminated; with slash).
 * NULL: none. */
const char *other_difference(const struct comparison *comparison, qpdf_oh before, qpdf_oh after, const char *const *allowed);
const char *other_key(const struct comparison *comparison, qpdf_oh after, const char *const *allowed);
/* Does the later array have all items of the earlier one in their order, and else only such as accept takes? */
bool array_grown(struct comparison *comparison, qpdf_oh before, qpdf_oh after, bool (*accept)(struct comparison *comparison, qpdf_oh item));

/* A stream's bytes in the arena, unpacked to that level; data NULL: they cannot be. */
struct bytes stream_data(const struct comparison *comparison, qpdf_data library, qpdf_oh stream, enum qpdf_stream_decode_level_e level);

void compare_document(struct comparison *comparison);                                  /* changes_document.c: all that the trailer leads to */
void compare_form(struct comparison *comparison, qpdf_oh before, qpdf_oh after);       /* changes_form.c: the two AcroForms */
void compare_bytes(struct comparison *comparison, const struct xref_section *section);  /* changes_bytes.c: what a revision consists of */
void compare_evidence(struct comparison *comparison, qpdf_oh before, qpdf_oh after);   /* changes_evidence.c: the two DSS */
#endif
