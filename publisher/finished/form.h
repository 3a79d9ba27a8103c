/* The fields of a file's interactive form (ISO 32000-1, 12.7), with the widgets that show them (12.5.6.19). Read once; it does
 * not see later changes. */
#ifndef FINISHED_FORM_H
#define FINISHED_FORM_H
#include <stdbool.h>
#include "finished/pdf_file.h"

struct form_widget {
	int object;                /* number; that of the field itself where the two are one dictionary */
	int page;                  /* from 1; 0: on no page */
	double box[4];             /* Rect: left, lower, right, upper, in points; all 0: there is nothing to see */
};

/* What signing this field locks (12.7.4.5, table 233). */
enum form_lock { FORM_LOCK_NONE, FORM_LOCK_ALL, FORM_LOCK_INCLUDE, FORM_LOCK_EXCLUDE };

struct form_field {
	const char *name;          /* full: partial names from the top joined by points, UTF-8 */
	const char *type;          /* FT, its own or inherited: "Sig", "Tx", "Btn", "Ch"; "" if none */
	int object, generation;    /* number 0: a dictionary that stands directly in a Fields or Kids array */
	const struct form_widget *widgets;
	int widget_count;
	bool filled;               /* it has a value V */
	bool is_signed;            /* of type Sig, and its value is a dictionary with Contents */
	bool time_stamp;           /* … which is a document time stamp (ISO 32000-2, 12.8.5) */
	enum form_lock lock;       /* LOCK_NONE: it has no Lock, or one that says nothing */
	const char *const *locked; /* … names of fields, of LOCK_INCLUDE and LOCK_EXCLUDE */
	int locked_count;
	int lock_permissions;      /* P of Lock (ISO 32000-2); 0: none */
	bool has_seed;             /* SV: what its signature must be like */
};

struct form {
	struct form_field *fields; /* terminal ones, in the order of the tree */
	int count;
	int flags;                 /* SigFlags; 0 if none */
	bool xfa;
};

/* 0 with an empty form where the file has none; -1 with a diagnostic: the file is damaged (a field below itself, a page tree that
 * is none). Strings lie in the arena. */
int form_read(struct arena *arena, struct pdf_file *file, struct form *out);
const struct form_field *form_lookup(const struct form *form, const char *name);   /* by full name; NULL: there is none */
/* Is `name` among those that this signed field, or a field under it, has locked? */
bool form_locks(const struct form_field *field, const char *name);
#endif
