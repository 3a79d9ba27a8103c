/* For this room alone: which field is signed, and whether it may be. */
#ifndef FINISHED_SLOT_FIELD_H
#define FINISHED_SLOT_FIELD_H
#include "finished/pdf_object.h"
#include "finished/slot.h"

struct slot_field {
	const struct form_field *found;    /* NULL: a new one is to be added … */
	const char *name;                  /* … of this name … */
	int page;                          /* … on this page, from 1 */
	int certifies;                     /* P of DocMDP; 0: it does not certify */
	int flags;                         /* SigFlags so far */
};

/* -1 with a diagnostic, as slot_open says. */
int slot_field_choose(struct arena *arena, struct pdf_file *file, const struct slot_wish *wish, struct slot_field *out);
/* The object of a field's first widget, where it is not the field itself. */
qpdf_oh slot_widget(struct pdf_file *file, const struct form_field *field);
#endif
