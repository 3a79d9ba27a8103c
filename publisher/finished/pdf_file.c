/* Opening through libqpdf with its repairs switched off. */
#include <stdio.h>
#include "finished/pdf_object.h"
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"

struct pdf_file {
	struct arena *arena;
	struct diagnostics *all;
	const char *name;
	struct bytes bytes;
	qpdf_data library;
};

/* The library's words quote the file, whose bytes need be no text. */
int pdf_file_damaged(struct pdf_file *file, const char *words)
{
	char *detail = arena_strdup(file->arena, words && words[0] ? words : "?");
	for (char *at = detail; *at; at++)
		*at = *at >= ' ' && *at <= '~' ? *at : '?';
	return REPORT(file->all, pdf_damaged, &(struct place){ .file = file->name }, detail);
}

static int damaged(struct pdf_file *file, qpdf_error error)
{
	return pdf_file_damaged(file, error ? qpdf_get_error_message_detail(file->library, error) : NULL);
}

/* A Size that leaves room for more objects than there are hides none (ISO 32000-1, 7.5.5, table 15); EU DSS writes such after
 * cross-reference streams. libqpdf has no code for it, only these words. */
static bool harmless(struct pdf_file *file, qpdf_error warning)
{
	const char *detail = qpdf_get_error_message_detail(file->library, warning);
	int size, highest;
	return detail && sscanf(detail, "reported number of objects (%d) is not one plus the highest object number (%d)", &size, &highest) == 2 &&
	       size > highest;
}

int pdf_file_sound(struct pdf_file *file)
{
	int result = qpdf_has_error(file->library) ? damaged(file, qpdf_get_error(file->library)) : 0;
	while (!result && qpdf_more_warnings(file->library)) {
		qpdf_error warning = qpdf_next_warning(file->library);
		result = harmless(file, warning) ? 0 : damaged(file, warning);
	}
	return result;
}

int pdf_file_open_bytes(struct arena *arena, struct diagnostics *all, const char *name, struct bytes bytes, struct pdf_file **out)
{
	struct pdf_file *file = arena_alloc(arena, sizeof *file);
	*file = (struct pdf_file){ .arena = arena, .all = all, .name = name, .bytes = bytes, .library = qpdf_init() };
	qpdf_silence_errors(file->library);
	qpdf_set_suppress_warnings(file->library, QPDF_TRUE);
	qpdf_set_attempt_recovery(file->library, QPDF_FALSE);
	QPDF_ERROR_CODE code = qpdf_read_memory(file->library, name, (const char *)bytes.data, bytes.length, NULL);
	int result = 0;
	if (code & QPDF_ERRORS) {
		qpdf_error error = qpdf_get_error(file->library);
		bool locked = qpdf_get_error_code(file->library, error) == qpdf_e_password;
		result = locked ? REPORT(all, pdf_encrypted, &(struct place){ .file = name }) : damaged(file, error);
	} else if (qpdf_is_encrypted(file->library)) {
		result = REPORT(all, pdf_encrypted, &(struct place){ .file = name });
	} else {
		result = pdf_file_sound(file);
	}
	if (result) {
		pdf_file_close(file);
		file = NULL;
	}
	*out = file;
	return result;
}

int pdf_file_open(struct arena *arena, struct diagnostics *all, const char *path, struct pdf_file **out)
{
	struct bytes bytes;
	*out = NULL;
	bool standard = strcmp(path, "-") == 0;
	int result = standard ? file_read_descriptor(arena, all, path, STDIN_FILENO, &bytes) : file_read(arena, all, NULL, path, &bytes);
	return result ? -1 : pdf_file_open_bytes(arena, all, path, bytes, out);
}

void pdf_file_close(struct pdf_file *file)
{
	if (file)
		qpdf_cleanup(&file->library);
}

struct bytes pdf_file_bytes(const struct pdf_file *file) { return file->bytes; }
const char *pdf_file_name(const struct pdf_file *file) { return file->name; }
qpdf_data pdf_file_library(const struct pdf_file *file) { return file->library; }
struct diagnostics *pdf_file_diagnostics(const struct pdf_file *file) { return file->all; }
int pdf_file_page_count(struct pdf_file *file) { return qpdf_get_num_pages(file->library); }
