/* Finding embedded files and unpacking them. */
#include "finished/embedded.h"
#include <openssl/evp.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "finished/pdf_stream.h"

enum { FILES_MOST = 10000, NODES_MOST = 100000, DEPTH_MOST = 32, SUM_BYTES = 16 };

struct walk {
	struct arena *arena;
	struct pdf_file *file;
	qpdf_data library;
	struct embedded_files *files;
	int nodes, result;
};

/* The text of a string with the zero bytes in it; NULL if it is none. */
static const char *whole_text_of(struct walk *walk, qpdf_oh string, size_t *length)
{
	const char *text = NULL;
	*length = 0;
	if (qpdf_oh_is_string(walk->library, string)) {
		const char *lent = qpdf_oh_get_binary_utf8_value(walk->library, string, length);
		char *copy = arena_alloc(walk->arena, *length + 1);
		memcpy(copy, lent, *length);
		text = copy;
	}
	return text;
}

static void read_parameters(struct walk *walk, qpdf_oh parameters, struct embedded_file *out)
{
	qpdf_oh size = qpdf_oh_get_key_if_dict(walk->library, parameters, "/Size"), sum = qpdf_oh_get_key_if_dict(walk->library, parameters, "/CheckSum");
	size_t length = 0;
	if (qpdf_oh_is_integer(walk->library, size))
		out->size = qpdf_oh_get_int_value(walk->library, size);
	const char *bytes = qpdf_oh_is_string(walk->library, sum) ? qpdf_oh_get_binary_string_value(walk->library, sum, &length) : NULL;
	if (length == SUM_BYTES)
		out->checksum = memcpy(arena_alloc(walk->arena, SUM_BYTES), bytes, SUM_BYTES);
}

static qpdf_oh stream_of(struct walk *walk, qpdf_oh specification)
{
	qpdf_oh files = qpdf_oh_get_key_if_dict(walk->library, specification, "/EF"), stream = qpdf_oh_get_key_if_dict(walk->library, files, "/UF");
	return qpdf_oh_is_stream(walk->library, stream) ? stream : qpdf_oh_get_key_if_dict(walk->library, files, "/F");
}

static bool known(const struct walk *walk, qpdf_oh stream)
{
	int object = qpdf_oh_get_object_id(walk->library, stream);
	bool found = false;
	for (size_t i = 0; i < walk->files->count && !found; i++)
		found = qpdf_oh_get_object_id(walk->library, walk->files->list[i].stream) == object;
	return found;
}

/* key: of the name tree, which names the file if the specification does not; may be null. again: may the file be listed already? */
static void add(struct walk *walk, qpdf_oh specification, qpdf_oh key, bool again)
{
	qpdf_oh stream = stream_of(walk, specification), names[3] = { 0, 0, key };
	struct embedded_file one = { .size = -1, .stream = stream };
	if (!qpdf_oh_is_stream(walk->library, stream) || (!again && known(walk, stream)))
		return;    /* a file that lies elsewhere, or one that is there already */
	names[0] = qpdf_oh_get_key(walk->library, specification, "/UF");
	names[1] = qpdf_oh_get_key(walk->library, specification, "/F");
	for (int i = 0; i < 3 && !one.name; i++)
		one.name = whole_text_of(walk, names[i], &one.name_length);
	one.name = one.name ? one.name : "";
	qpdf_oh dictionary = qpdf_oh_get_dict(walk->library, stream);
	one.type = name_of(walk->arena, walk->library, qpdf_oh_get_key(walk->library, dictionary, "/Subtype"));
	one.relationship = name_of(walk->arena, walk->library, qpdf_oh_get_key(walk->library, specification, "/AFRelationship"));
	read_parameters(walk, qpdf_oh_get_key(walk->library, dictionary, "/Params"), &one);
	ARENA_GROW(walk->arena, walk->files->list, &walk->files->capacity, walk->files->count + 1);
	walk->files->list[walk->files->count++] = one;
	if (walk->files->count > FILES_MOST)
		walk->result = pdf_file_damaged(walk->file, "more than 10,000 embedded files");
}

/* A node of the name tree (7.9.6). */
static void walk_node(struct walk *walk, qpdf_oh node, int depth)
{
	qpdf_oh names = qpdf_oh_get_key_if_dict(walk->library, node, "/Names"), kids = qpdf_oh_get_key_if_dict(walk->library, node, "/Kids");
	int name_count = length_of(walk->library, names);
	int kid_count = length_of(walk->library, kids);
	if (depth > DEPTH_MOST || ++walk->nodes > NODES_MOST)
		walk->result = pdf_file_damaged(walk->file, "a name tree without end");
	for (int i = 0; i + 1 < name_count && !walk->result; i += 2)
		add(walk, qpdf_oh_get_array_item(walk->library, names, i + 1), qpdf_oh_get_array_item(walk->library, names, i), true);
	for (int i = 0; i < kid_count && !walk->result; i++)
		walk_node(walk, qpdf_oh_get_array_item(walk->library, kids, i), depth + 1);
}

int embedded_files_read(struct arena *arena, struct pdf_file *file, struct embedded_files *out)
{
	struct walk walk = { .arena = arena, .file = file, .library = pdf_file_library(file), .files = out };
	qpdf_oh root = qpdf_get_root(walk.library), names = qpdf_oh_get_key_if_dict(walk.library, root, "/Names");
	qpdf_oh associated = qpdf_oh_get_key_if_dict(walk.library, root, "/AF");
	int count = length_of(walk.library, associated);
	*out = (struct embedded_files){ 0 };
	walk_node(&walk, qpdf_oh_get_key_if_dict(walk.library, names, "/EmbeddedFiles"), 0);
	for (int i = 0; i < count && !walk.result; i++)
		add(&walk, qpdf_oh_get_array_item(walk.library, associated, i), qpdf_oh_new_null(walk.library), false);
	return walk.result ? walk.result : pdf_file_sound(file);
}

const struct embedded_file *embedded_file_lookup(const struct embedded_files *files, const char *name)
{
	const struct embedded_file *found = NULL;
	for (size_t i = 0; i < files->count && !found; i++)
		if (files->list[i].name_length == strlen(name) && strcmp(files->list[i].name, name) == 0)
			found = &files->list[i];
	return found;
}

static const char *fault_of(enum stream_result result)
{
	switch (result) {
	case STREAM_READ: return NULL;
	case STREAM_DAMAGED: return _("its stream is damaged");
	case STREAM_FILTER: return _("its filter is none that is unpacked here");
	case STREAM_TOO_LARGE: break;
	}
	return _("it is too large");
}

int embedded_file_content(struct arena *arena, struct pdf_file *file, const struct embedded_file *from, size_t most, struct bytes *out)
{
	bool sized = from->size >= 0 && (uint64_t)from->size <= most;
	const size_t most_and_hint[2] = { sized ? (size_t)from->size : most, sized ? (size_t)from->size : 0 };
	enum stream_result result = from->size >= 0 && !sized ? STREAM_TOO_LARGE : pdf_stream_read(arena, file, from->stream, most_and_hint, out);
	const char *fault = fault_of(result);
	unsigned char sum[EVP_MAX_MD_SIZE];
	if (sized && (result == STREAM_TOO_LARGE || (!fault && (uint64_t)from->size != out->length)))
		fault = _("its size is not the one that it should have");
	if (!fault && from->checksum && !EVP_Q_digest(NULL, "MD5", NULL, out->data, out->length, sum, NULL))
		fault = _("its checksum cannot be made on this machine (MD5)");
	if (!fault && from->checksum && memcmp(sum, from->checksum, SUM_BYTES) != 0)
		fault = _("its checksum is not the one that it should have");
	struct place at = { .file = pdf_file_name(file) };
	return fault ? REPORT(pdf_file_diagnostics(file), embedded_damaged, &at, from->name, fault) : 0;
}
