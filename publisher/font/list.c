/* hongtou fonts: which face stands for which role, what follows it, what is missing. */
#include "base/language.h"
#include "font/fonts.h"

/* Is the face fit to be listed first, and what is to be said about it? */
static const char *standing(const struct face *face, bool first)
{
	if (face->state == FACE_REFUSED)
		return _("refused ");
	if (face->state == FACE_ABSENT)
		return _("missing ");
	return first ? _("face    ") : _("fallback");
}

static void list_face(const struct face *face, bool first, FILE *out)
{
	fprintf(out, "  %s  %s", standing(face, first), face->name);
	if (face->path)
		fprintf(out, "  %s [%d]", face->path, face->index);
	if (face->state == FACE_OPEN && !face->punctuation)
		fputs(_("  characters only, no marks"), out);
	if (face->state == FACE_OPEN && face->lacks)
		fprintf(out, _("  without %s"), face->lacks);
	if (face->state == FACE_OPEN && face->last_resort)
		fputs(_("  last resort"), out);
	if (face->state == FACE_ABSENT && face->optional)
		fputs(_("  optional"), out);
	fputc('\n', out);
}

int fonts_list(struct fonts *fonts, FILE *out)
{
	int missing = 0;
	for (int family = 0; family < FONT_FAMILIES; family++) {
		bool none = true;
		fprintf(out, "%s\n", family_names[family]);
		for (int i = 0; i < fonts->chain_length[family]; i++) {
			struct face *face = &fonts->faces[fonts->chain[family][i]];
			bool ready = face_ready(fonts, face);
			list_face(face, none, out);
			none &= !ready;
		}
		if (none)
			fprintf(out, "  %s\n", _("no face at all: make demo fetches free ones, --use DIR takes your own"));
		missing |= none;
	}
	return missing;
}
