/* For this room alone: are objects of two files the same, with all that they refer to? */
#ifndef FINISHED_SAME_OBJECT_H
#define FINISHED_SAME_OBJECT_H
#include <stdbool.h>
#include "finished/pdf_object.h"

struct same;                   /* what is known already of two files */
struct same *same_new(struct arena *arena, struct pdf_file *one, struct pdf_file *other);
/* Takes two indirect objects for the same, whatever is in them, and neither for any other. */
void same_declare(struct same *same, qpdf_oh one, qpdf_oh other);
/* Each pair of objects is looked at once. Left out are keys that lead back or tell the packing (Parent, P, Length, Filter, …).
 * Handles stay the caller's. */
bool same_objects(struct same *same, qpdf_oh one, qpdf_oh other);
bool same_streams(struct same *same, qpdf_oh one, qpdf_oh other);      /* of their bytes alone, unpacked where that is possible */
/* 0, or -1 with a diagnostic: something met so far was damaged. */
int same_sound(struct same *same);
#endif
