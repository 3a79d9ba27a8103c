/* The form names the signatures; the lexer says where their bytes stand. */
#include "finished/signatures.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "finished/forbidding.h"

struct reading {
	struct arena *arena;
	const struct revisions *revisions;
	const struct xref_entry *map;      /* of the newest revision */
	qpdf_data library;
};

/* ---- where it stands ---- */

/* Offset of the signature dictionary's `<<`; 0: it stands in an object stream, or nowhere. */
static size_t dictionary_place(const struct reading *reading, const struct form_field *field, qpdf_oh value)
{
	struct bytes bytes = reading->revisions->bytes;
	int number = qpdf_oh_get_object_id(reading->library, value);
	bool own = number > 0;
	struct object_extent extent;
	struct pdf_token found;
	if (!own)
		number = field->object;
	if (number <= 0 || number > reading->revisions->xref.most || reading->map[number].kind != XREF_PLAIN ||
	    object_extent_read(bytes, &reading->map[number], &extent))
		return 0;
	size_t place = (size_t)(extent.value.data - bytes.data);
	if (!own)
		return pdf_dictionary_value(bytes, place, "V", &found) ? 0 : found.start;
	return place;
}

static struct bytes decoded(struct arena *arena, const unsigned char *text, size_t length)
{
	unsigned char *out = arena_alloc(arena, length / 2 + 1);
	size_t digits = 0;
	for (size_t i = 0; i < length; i++) {
		int value = hex_digit(text[i]);
		if (value >= 0) {
			out[digits / 2] |= (unsigned char)(digits % 2 ? value : value << 4);
			digits++;
		}
	}
	return (struct bytes){ out, (digits + 1) / 2 };
}

static int read_range(struct bytes bytes, size_t dictionary, size_t range[4])
{
	struct pdf_token array;
	if (pdf_dictionary_value(bytes, dictionary, "ByteRange", &array) || array.kind != PDF_ARRAY_OPEN)
		return -1;
	struct pdf_lexer lexer = { bytes, array.start + 1 };
	for (int i = 0; i < 4; i++) {
		struct pdf_token number = pdf_lexer_next(&lexer);
		if (number.kind != PDF_INTEGER || number.integer < 0 || (unsigned long long)number.integer > bytes.length)
			return -1;
		range[i] = (size_t)number.integer;
	}
	struct pdf_token closing = pdf_lexer_next(&lexer);
	bool within = range[0] + range[1] <= range[2] && range[2] + range[3] <= bytes.length && range[1] > 0 && range[3] > 0;
	return closing.kind == PDF_ARRAY_CLOSE && within ? 0 : -1;
}

static enum signature_form read_place(const struct reading *reading, qpdf_oh value, struct signature *signature)
{
	struct bytes bytes = reading->revisions->bytes;
	size_t dictionary = dictionary_place(reading, signature->field, value), range[4];
	struct pdf_token contents;
	if (!dictionary)
		return SIGNATURE_PACKED;
	if (pdf_dictionary_value(bytes, dictionary, "Contents", &contents) || contents.kind != PDF_HEX_STRING)
		return SIGNATURE_CONTENTS;
	signature->contents = decoded(reading->arena, bytes.data + contents.start, contents.end - contents.start);
	if (read_range(bytes, dictionary, range))
		return SIGNATURE_RANGE;
	if (range[0] != 0)
		return SIGNATURE_START;
	if (range[1] != contents.start || range[2] != contents.end)
		return SIGNATURE_HOLE;
	size_t revision = revision_ending(reading->revisions, range[2] + range[3]);
	if (revision == reading->revisions->count)
		return SIGNATURE_END;
	signature->revision = revision;
	signature->parts[0] = (struct bytes){ bytes.data, range[1] };
	signature->parts[1] = (struct bytes){ bytes.data + range[2], range[3] };
	return bytes_are_zero(signature->contents) ? SIGNATURE_EMPTY : SIGNATURE_SOUND;
}

/* ---- what the dictionary says besides ---- */

static int two_digits(const char **text, int missing)
{
	const char *at = *text;
	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return missing;
	*text += 2;
	return (at[0] - '0') * 10 + at[1] - '0';
}

int64_t pdf_date(const char *text)
{
	if (!text || strncmp(text, "D:", 2) != 0)
		return 0;
	text += 2;
	int century = two_digits(&text, -1), years = two_digits(&text, -1);
	int month = two_digits(&text, 1), day = two_digits(&text, 1), hour = two_digits(&text, 0), minute = two_digits(&text, 0), second = two_digits(&text, 0);
	if (century < 0 || years < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
		return 0;
	struct tm utc = { .tm_year = century * 100 + years - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute, .tm_sec = second };
	int64_t seconds = timegm(&utc);
	char sign = *text;
	if (sign == '+' || sign == '-') {
		text++;
		int east = two_digits(&text, 0) * 3600;
		text += *text == '\'';
		east += two_digits(&text, 0) * 60;
		seconds -= sign == '+' ? east : -east;
	}
	return seconds;
}

static enum signature_kind kind_of(const struct signature *signature)
{
	static const struct { const char *name; enum signature_kind kind; } kinds[] = {
		{ "ETSI.CAdES.detached", SIGNATURE_PADES }, { "adbe.pkcs7.detached", SIGNATURE_PLAIN },
		{ "ETSI.RFC3161", SIGNATURE_TIME_STAMP }, { "GM.sm2seal", SIGNATURE_SEAL },
	};
	enum signature_kind kind = SIGNATURE_OTHER;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(signature->sub_filter, kinds[i].name) == 0)
			kind = kinds[i].kind;
	return kind;
}

static void read_signature(const struct reading *reading, const struct form_field *field, struct signature *out)
{
	qpdf_data library = reading->library;
	qpdf_oh dictionary = qpdf_get_object_by_id(library, field->object, field->generation);
	qpdf_oh value = value_of(library, dictionary, "/V");
	*out = (struct signature){ .field = field, .revision = SIZE_MAX, .sub_filter = "", .lock = { .is_signed = true } };
	if (!qpdf_oh_is_dictionary(library, value)) {
		out->form = SIGNATURE_PACKED;
		return;
	}
	out->sub_filter = name_of(reading->arena, library, value_of(library, value, "/SubFilter"));
	out->kind = kind_of(out);
	out->claimed = pdf_date(text_of(reading->arena, library, value_of(library, value, "/M")));
	out->reason = text_of(reading->arena, library, value_of(library, value, "/Reason"));
	out->location = text_of(reading->arena, library, value_of(library, value, "/Location"));
	out->name = text_of(reading->arena, library, value_of(library, value, "/Name"));
	struct forbidding forbidding;
	forbidding_read(reading->arena, library, field, &forbidding);
	out->permission = forbidding.permission;
	out->lock = forbidding.lock;
	out->form = read_place(reading, value, out);
}

static int by_revision(const void *a, const void *b)
{
	const struct signature *left = a, *right = b;
	return (left->revision > right->revision) - (left->revision < right->revision);
}

int signatures_read(struct arena *arena, const struct revisions *revisions, struct signatures *out)
{
	struct reading reading = { .arena = arena, .revisions = revisions, .library = pdf_file_library(revisions->file) };
	*out = (struct signatures){ .count = 0 };
	if (form_read(arena, revisions->file, &out->form))
		return -1;
	reading.map = revision_map(arena, revisions, revisions->count - 1);
	out->items = arena_array(arena, (size_t)out->form.count + 1, sizeof *out->items);
	for (int i = 0; i < out->form.count; i++)
		if (strcmp(out->form.fields[i].type, "Sig") == 0 && out->form.fields[i].filled)
			read_signature(&reading, &out->form.fields[i], &out->items[out->count++]);
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, by_revision);
	for (size_t i = 1; i < out->count; i++)
		if (out->items[i].revision != SIZE_MAX && out->items[i].revision == out->items[i - 1].revision)
			out->items[i].form = out->items[i - 1].form = SIGNATURE_SHARED;
	return pdf_file_sound(revisions->file);
}
