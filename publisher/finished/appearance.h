/* The picture of a seal as a field shows it: an image with its alpha as soft mask in a form XObject over the field's rectangle,
 * multiplied with what lies under it, as ink is. */
#ifndef FINISHED_APPEARANCE_H
#define FINISHED_APPEARANCE_H
#include "finished/form.h"
#include "finished/update.h"

struct seal_picture {
	const char *name;          /* for messages; NULL: no picture at all */
	struct bytes png;
	int diameter_um;           /* of its longer side on paper; 0: as large as the field's rectangle allows */
};

/* Adds the form XObject for a widget; *number: its object. The same picture and widget give the same bytes. -1 with a diagnostic:
 * picture_bad; seal_no_area, seal_too_large (nothing is clipped, and the rectangle is not ours to change); seal_transparency, where
 * the file claims a PDF/A that has no room for a soft mask (ISO 19005-1, 6.4; ISO 19005-2, 6.2.10). */
int appearance_put(struct arena *arena, struct pdf_file *file, struct update *update, const struct form_widget *widget,
                   const struct seal_picture *picture, int *number);
#endif
