/* For this room alone: what a Lock dictionary or the parameters of FieldMDP say, which have the same entries (ISO 32000-1, tables 233
 * and 256; P: ISO 32000-2). */
#ifndef FINISHED_FORM_LOCK_H
#define FINISHED_FORM_LOCK_H
#include "base/arena.h"
#include "finished/form.h"
#include "finished/pdf_object.h"

/* Sets lock, locked, locked_count and lock_permissions of the field. dictionary may be null. */
void form_lock_read(struct arena *arena, qpdf_data library, qpdf_oh dictionary, struct form_field *field);
#endif
