/* The way from loaded edition to file: pages to PDF, then what other programs do to it, then its name. */
#include "rendering.h"
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/file_mark.h"
#include "emit/pdf.h"
#include "finishing.h"
#include "likeness.h"
#include "read/sources.h"

/* Of . and the like, which the folder is not called. */
static char *folder_name(struct arena *arena, const char *path)
{
	char *whole = realpath(path, NULL);
	const char *slash = whole ? strrchr(whole, '/') : NULL;
	char *name = arena_strdup(arena, slash && slash[1] ? slash + 1 : "edition");
	free(whole);
	return name;
}

const char *rendering_output(struct arena *arena, const char *edition)
{
	char *name = arena_strdup(arena, edition);
	size_t length = strlen(name);
	while (length > 1 && name[length - 1] == '/')
		name[--length] = '\0';
	char *base = strrchr(name, '/');
	if (base && strcmp(base, "/edition.ini") == 0) {
		*base = '\0';
		base = strrchr(name, '/');
	}
	base = base ? base + 1 : name;
	char *dot = strrchr(base, '.');
	if (dot && strcmp(dot, ".ini") == 0)
		*dot = '\0';
	if (!base[0] || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		base = folder_name(arena, name);
	return arena_printf(arena, "%s.pdf", base);
}

/* Neither what the document is made from nor what signs it is written over. */
static int spare_sources(struct session *session, const struct job *job, const char *output)
{
	const struct source_file *files = NULL;
	size_t count = sources_all(settings_sources(job->settings), &files);
	int result = 0;
	for (size_t i = 0; i < count && !result; i++)
		result = file_spare(session->all, output, files[i].path);
	for (int i = 0; i < job->sealing.count && !result; i++) {
		const struct sealing_seal *seal = &job->sealing.seals[i];
		result = file_spare(session->all, output, seal->key) || file_spare(session->all, output, seal->certificate)
		         || file_spare(session->all, output, seal->pass_file) || file_spare(session->all, output, seal->picture) ? -1 : 0;
	}
	return result;
}

struct counted { struct pdf *pdf; struct job *job; };

static int write_page(void *context, const struct page *page)
{
	struct counted *to = context;
	to->job->pages++;
	to->job->sheets += page->recto;    /* where only one side is printed on, each is */
	return pdf_page(to->pdf, page);
}

int rendering_write(struct session *session, struct job *job, const char *output)
{
	struct pdf_look look;
	struct file_writer *writer = file_writer_open(session->arena, session->all, output);
	pipeline_palette(&job->style, look.colours);
	look.printing = job->printing;
	job->record.structured = job->tagged;
	look.tags = job->tagged ? &job->record : NULL;
	look.plan = job->record.plan = plan_new(session->arena);
	look.plan->draft = job->document.draft;
	likeness_of_draft(session, output, job);
	struct pdf *pdf = pdf_open(session->arena, writer, session->all, job->fonts, &look);
	struct counted counted = { pdf, job };
	int result = pdf ? pipeline_pages(session, job, (struct page_receiver){ .context = &counted, .page = write_page }, NULL) : -1;
	if (!result)
		result = pdf_finish(pdf, &job->record);
	if (!result)
		pipeline_compare_fonts(session, job);
	if (!result)
		likeness_report(session, job);
	if (!result)
		result = spare_sources(session, job, output);
	int objects = pdf ? pdf_object_count(pdf) : 0;
	pdf_close(pdf);
	if (!result && !diagnostics_count(session->all, SEVERITY_ERROR))
		result = finishing_steps(session, job, writer, objects) || file_writer_commit(writer) || finishing_archive(session, job, output) ? -1 : 0;
	file_writer_close(writer);
	return result;
}
