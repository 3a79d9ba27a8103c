/* Opening through libqpdf with its repairs switched off. */
#include "finished/pdf_object.h"
#include "base/arena.h"
#include "base/diagnostic.h"

struct pdf_file {
	struct diagnostics *all;
	const char *name;
	struct bytes bytes;
	qpdf_data library;
};

int pdf_file_damaged(struct pdf_file *file, const char *detail)
{
	return REPORT(file->all, pdf_damaged, &(struct place){ .file = file->name }, detail);
}

static int damaged(struct pdf_file *file, qpdf_error error)
{
	const char *detail = error ? qpdf_get_error_message_detail(file->library, error) : "";
	return pdf_file_damaged(file, detail && detail[0] ? detail : "?");
}

int pdf_file_sound(struct pdf_file *file)
{
	if (qpdf_has_error(file->library))
		return damaged(file, qpdf_get_error(file->library));
	return qpdf_more_warnings(file->library) ? damaged(file, qpdf_next_warning(file->library)) : 0;
}

int pdf_file_open_bytes(struct arena *arena, struct diagnostics *all, const char *name, struct bytes bytes, struct pdf_file **out)
{
	struct pdf_file *file = arena_alloc(arena, sizeof *file);
	*file = (struct pdf_file){ .all = all, .name = name, .bytes = bytes, .library = qpdf_init() };
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
	return file_read(arena, all, NULL, path, &bytes) ? -1 : pdf_file_open_bytes(arena, all, path, bytes, out);
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
