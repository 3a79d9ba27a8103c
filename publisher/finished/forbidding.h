/* For this room alone: what signatures forbid to change later (ISO 32000-1, 12.8.2.2 and 12.8.2.4). */
#ifndef FINISHED_FORBIDDING_H
#define FINISHED_FORBIDDING_H
#include "base/arena.h"
#include "finished/form.h"
#include "finished/pdf_object.h"

/* Sets lock, locked, locked_count and lock_permissions of the field from a Lock dictionary or the parameters of FieldMDP, which have the
 * same entries (tables 233 and 256; P: ISO 32000-2). dictionary may be null. */
void form_lock_read(struct arena *arena, qpdf_data library, qpdf_oh dictionary, struct form_field *field);

struct forbidding {
	int permission;            /* the strictest P of DocMDP, of the field's Lock and of FieldMDP; 0: none is said */
	struct form_field lock;    /* FieldMDP in the form that form_locks asks */
};
/* What the signature forbids that is the field's value. */
void forbidding_read(struct arena *arena, qpdf_data library, const struct form_field *field, struct forbidding *out);
#endif
