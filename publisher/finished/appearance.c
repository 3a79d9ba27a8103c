#include "finished/appearance.h"
#include <stdio.h>
#include "base/diagnostic.h"
#include "base/picture.h"
#include "finished/metadata.h"
#include "finished/object_text.h"

/* sRGB without a profile of its own (IEC 61966-2-1; ISO 32000-1, 8.6.5.3): independent of the device, so PDF/A allows it beside an
 * output intent of any kind. */
#define CALIBRATED_SRGB "[/CalRGB<</WhitePoint[.9505 1 1.089]/Gamma[2.2 2.2 2.2]/Matrix[.4124 .2126 .0193 .3576 .7152 .1192 .1805 .0722 .9505]>>]"

/* ---- what the file asks for ---- */

/* Components of the profile of PDF/A's output intent; 0: there is none. */
static int intent_components(qpdf_data library)
{
	qpdf_oh intents = qpdf_oh_get_key(library, qpdf_get_root(library), "/OutputIntents");
	int components = 0;
	for (int i = 0; i < length_of(library, intents); i++) {
		qpdf_oh intent = qpdf_oh_get_array_item(library, intents, i), profile = qpdf_oh_get_key_if_dict(library, intent, "/DestOutputProfile");
		if (qpdf_oh_is_stream(library, profile))
			qpdf_oh_get_value_as_int(library, qpdf_oh_get_key(library, qpdf_oh_get_dict(library, profile), "/N"), &components);
	}
	return components;
}

/* The colour space for the picture, or NULL with a diagnostic. */
static const char *colour_space(struct arena *arena, struct pdf_file *file, qpdf_oh page, const struct seal_picture *picture)
{
	qpdf_data library = pdf_file_library(file);
	int part = metadata_claimed_part(arena, file), components = intent_components(library);
	bool blending = !qpdf_oh_is_null(library, qpdf_oh_get_key_if_dict(library, qpdf_oh_get_key_if_dict(library, page, "/Group"), "/CS"));
	if (part == 1 || (part && !components && !blending)) {
		REPORT(pdf_file_diagnostics(file), seal_transparency, &(struct place){ .file = pdf_file_name(file) }, picture->name);
		return NULL;
	}
	return components == 3 || !part ? "/DeviceRGB" : CALIBRATED_SRGB;
}

/* ---- the picture ---- */

/* Colour and alpha part; where nothing is to be seen the colour is white. mask 0: every point is opaque. */
static int put_image(struct arena *arena, struct update *update, const struct picture *picture, const char *space)
{
	size_t count = (size_t)picture->width * (size_t)picture->height;
	unsigned char *colour = arena_reserve(arena, 3 * count + 1), *alpha = arena_reserve(arena, count + 1);
	unsigned char least = 255;
	for (size_t i = 0; i < count; i++) {
		const uint8_t *from = picture->rgba + 4 * i;
		alpha[i] = from[3];
		least = from[3] < least ? from[3] : least;
		for (int k = 0; k < 3; k++)
			colour[3 * i + (size_t)k] = from[3] ? from[k] : 255;
	}
	const char *size = arena_printf(arena, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8", picture->width, picture->height);
	const char *mask = "";
	if (least < 255)
		mask = arena_printf(arena, "/SMask %d 0 R", update_stream(update, arena_printf(arena, "%s/ColorSpace/DeviceGray", size), (struct bytes){ alpha, count }));
	return update_stream(update, arena_printf(arena, "%s/ColorSpace%s%s", size, space, mask), (struct bytes){ colour, 3 * count });
}

/* Inherited, in steps of 90 degrees (ISO 32000-1, 7.7.3.3). */
static int rotation(qpdf_data library, qpdf_oh page)
{
	int degrees = 0;
	for (int depth = 0; depth < 64 && qpdf_oh_is_dictionary(library, page); depth++) {
		if (qpdf_oh_get_value_as_int(library, qpdf_oh_get_key(library, page, "/Rotate"), &degrees))
			break;
		page = qpdf_oh_get_key(library, page, "/Parent");
	}
	return (degrees % 360 + 360) % 360;
}

struct placing { double width, height, side_x, side_y; };    /* the rectangle as it is seen, and the picture in it; points */

static int place(struct pdf_file *file, const struct form_widget *widget, const struct seal_picture *seal, const struct picture *picture, bool turned,
                 struct placing *out)
{
	const double *box = widget->box;
	double across = box[2] - box[0], up = box[3] - box[1];
	*out = (struct placing){ .width = turned ? up : across, .height = turned ? across : up };
	double longer = picture->width > picture->height ? picture->width : picture->height;
	double shape[2] = { picture->width / longer, picture->height / longer };
	double most = out->width / shape[0] < out->height / shape[1] ? out->width / shape[0] : out->height / shape[1];
	double side = seal->diameter_um ? seal->diameter_um * 72 / 25400.0 : most;
	char numbers[2][32];
	snprintf(numbers[0], sizeof numbers[0], "%.1f", side * 25.4 / 72);
	snprintf(numbers[1], sizeof numbers[1], "%.1f", most * 25.4 / 72);
	out->side_x = side * shape[0];
	out->side_y = side * shape[1];
	return side > most + .02 ? REPORT(pdf_file_diagnostics(file), seal_too_large, &(struct place){ .file = pdf_file_name(file) }, numbers[0], numbers[1]) : 0;
}

/* Upright on a page that is turned when it is seen: the form is turned the other way; fitting it into Rect moves it (12.5.5). */
static int put_form(struct arena *arena, struct update *update, const struct placing *at, int degrees, int image)
{
	static const char *const turns[] = { "", "/Matrix[0 1 -1 0 0 0]", "/Matrix[-1 0 0 -1 0 0]", "/Matrix[0 -1 1 0 0 0]" };
	const char *content = arena_printf(arena, "q\n/Ink gs\n%.3f 0 0 %.3f %.3f %.3f cm\n/Seal Do\nQ\n", at->side_x, at->side_y,
	                                   (at->width - at->side_x) / 2, (at->height - at->side_y) / 2);
	const char *entries = arena_printf(arena, "/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]%s/Resources<</ExtGState<</Ink<</Type/ExtGState/BM/Multiply>>>>"
	                                   "/XObject<</Seal %d 0 R>>>>", at->width, at->height, turns[degrees / 90], image);
	return update_stream(update, entries, bytes_of_text(content));
}

int appearance_put(struct arena *arena, struct pdf_file *file, struct update *update, const struct form_widget *widget,
                   const struct seal_picture *seal, int *number)
{
	qpdf_data library = pdf_file_library(file);
	struct picture picture;
	struct placing at;
	if (!widget || !widget->page || widget->box[2] <= widget->box[0] || widget->box[3] <= widget->box[1])
		return REPORT(pdf_file_diagnostics(file), seal_no_area, &(struct place){ .file = pdf_file_name(file) });
	qpdf_oh page = qpdf_get_page_n(library, (size_t)widget->page - 1);
	int degrees = rotation(library, page);
	const char *space = colour_space(arena, file, page, seal);
	if (!space || picture_decode(arena, pdf_file_diagnostics(file), seal->name, seal->png, &picture) ||
	    place(file, widget, seal, &picture, degrees % 180 == 90, &at))
		return -1;
	*number = put_form(arena, update, &at, degrees / 90 * 90, put_image(arena, update, &picture, space));
	return 0;
}
