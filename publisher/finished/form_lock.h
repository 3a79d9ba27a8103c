/* For this room alone: what locks fields, in a field (Lock) and in a signature (FieldMDP), says it the same way (ISO 32000-1, tables
 * 233 and 256). */
#ifndef FINISHED_FORM_LOCK_H
#define FINISHED_FORM_LOCK_H
#include "finished/form.h"
#include "finished/pdf_object.h"

/* Fills lock, locked, locked_count and lock_permissions of a field. Anything but a dictionary locks nothing. */
void form_lock_read(struct arena *arena, qpdf_data library, qpdf_oh lock, struct form_field *field);
#endif
