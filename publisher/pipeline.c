/* Read, resolve, build, set: the stages in their order. Each is handed what it needs and nothing else. */
#include "pipeline.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/program.h"

static const char *data_file(struct session *session, const char *name)
{
	return program_data(session->arena, arena_printf(session->arena, "hongtou/%s", name), name);
}

const char *pipeline_user_catalogue(struct session *session)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && config[0] == '/')
		return arena_printf(session->arena, "%s/hongtou/fonts.ini", config);
	return home && home[0] ? arena_printf(session->arena, "%s/.config/hongtou/fonts.ini", home) : NULL;
}

const char *const *pipeline_catalogues(struct session *session)
{
	const char **list = arena_array(session->arena, 4, sizeof *list);
	const char *given = getenv("HONGTOU_FONTS"), *user = pipeline_user_catalogue(session);
	int count = 0;
	if (given && given[0]) {
		list[count++] = given;
	} else {
		if (user)
			list[count++] = user;
		list[count++] = data_file(session, "fonts/fonts.ini");
	}
	return list;
}

int pipeline_settings(struct session *session, const char *edition, struct settings **out)
{
	struct arena *arena = session->arena;
	const char **folders = arena_array(arena, 3, sizeof *folders);
	int count = 0;
	if (session->template_folder)
		folders[count++] = session->template_folder;
	folders[count++] = data_file(session, "templates");
	return settings_load(arena, session->all, edition, folders, out);
}

static int load_compacting(struct session *session, struct job *job)
{
	static const char *const names[] = { "auto", "自动", "yes", "是", "no", "否", NULL };
	int choice = COMPACT_AUTO, given = settings_choice(job->settings, session->all, "pdf", "compact", names, &choice);
	job->compacting = (enum compacting)choice;
	return given < 0 ? -1 : 0;
}

static int load_extracted(struct session *session, const char *folder, struct job *job)
{
	struct manifest *manifest = arena_alloc(session->arena, sizeof *manifest);
	job->manifest = manifest;
	if (manifest_read(session->arena, session->all, folder, manifest))
		return -1;
	job->record.epoch = manifest->epoch;
	return settings_load_extracted(session->arena, session->all, manifest, &job->settings);
}

/* What the edition was made from goes into its record, if it is to be embedded. */
static int load_sources(struct session *session, struct job *job)
{
	bool embed = false;
	const struct source_file *files = NULL;
	size_t count = sources_all(settings_sources(job->settings), &files);
	if (settings_flag(job->settings, session->all, "archive", "embed", &embed) < 0)
		return -1;
	if (!embed)
		return 0;
	struct record_source *list = arena_array(session->arena, count, sizeof *list);
	for (size_t i = 0; i < count; i++)
		list[i] = (struct record_source){ source_kinds[files[i].kind], files[i].name, files[i].file, files[i].path, files[i].mark };
	job->record.sources = list;
	job->record.source_count = count;
	const struct words *key = settings_lookup(job->settings, "archive", "embed");
	if (job->document.draft)
		REPORT(session->all, embed_draft, &key->at);
	return job->tagged ? 0 : REPORT(session->all, embed_untagged, &key->at);
}

static const struct colour *paints(const struct style *style, struct colour list[PAINT_COUNT])
{
	list[PAINT_BLACK] = (struct colour){ .inks = { 0, 0, 0, 100 } };
	list[PAINT_RED] = style->red;
	for (int i = LIGHT_RED; i < LIGHT_COUNT; i++)
		list[PAINT_LIGHT_RED + i - LIGHT_RED] = style->lights[i];
	for (int i = TINT_GREY; i < TINT_COUNT; i++)
		list[PAINT_SHADE_GREY + i - TINT_GREY] = style->tints[i];
	return list;
}

/* Colours and output intent change together. */
static int load_printing(struct session *session, struct job *job)
{
	const struct words *colour = settings_lookup(job->settings, "print", "colour"), *profile = settings_lookup(job->settings, "print", "profile");
	struct printing *printing = arena_alloc(session->arena, sizeof *printing);
	struct colour list[PAINT_COUNT];
	if (!job->style.cmyk)
		return 0;
	if (!profile)
		return REPORT(session->all, profile_missing, &colour->at);
	const char *path = settings_source(job->settings, session->all, SOURCE_PROFILE, profile);
	paints(&job->style, list);
	for (int i = 0; i < PAINT_COUNT; i++)
		memcpy(printing->inks[i], list[i].inks, sizeof list[i].inks);
	job->printing = printing;
	return path ? printing_load(session->arena, session->all, &profile->at, path, printing) : -1;
}

static int load_fonts(struct session *session, struct job *job)
{
	job->fonts_lent = job->fonts;
	if (!job->fonts)
		return fonts_open(session->all, pipeline_catalogues(session), &job->fonts);
	fonts_begin(job->fonts, session->all);
	return 0;
}

int pipeline_load(struct session *session, const char *edition, struct job *job)
{
	struct arena *arena = session->arena;
	if (job->extracted ? load_extracted(session, edition, job) : pipeline_settings(session, edition, &job->settings))
		return -1;
	job->tagged = true;
	int result = settings_flag(job->settings, session->all, "pdf", "tagged", &job->tagged) < 0 ? -1 : 0;
	result |= load_compacting(session, job);
	result |= style_resolve(arena, session->all, job->settings, &job->style);
	result |= load_printing(session, job);
	result |= document_build(arena, session->all, job->settings, &job->document);
	result |= load_sources(session, job);
	if (!result)
		result = sealing_read(session, job->settings, &job->document, &job->sealing);
	result |= load_fonts(session, job);
	if (!result)
		job->shaper = shaper_open(job->fonts, &(struct text_rules){ .latin_space = job->style.latin_space, .strictness = job->style.strictness });
	return result;
}

int pipeline_pages(struct session *session, struct job *job, struct page_receiver receiver, const struct dumps *dumps)
{
	struct layout_job layout = {
		.arena = session->arena, .all = session->all, .document = &job->document, .style = &job->style, .fonts = job->fonts,
		.shaper = job->shaper, .marks = job->marks, .listing = job->listing, .record = &job->record, .receiver = receiver,
		.dump_lines = dumps ? dumps->lines : NULL, .dump_table = dumps ? dumps->table : NULL, .dump_fit = dumps ? dumps->fit : NULL,
	};
	job->record.arena = session->arena;
	return layout_document(&layout);
}

void pipeline_compare_fonts(struct session *session, struct job *job)
{
	const struct manifest *manifest = job->manifest;
	for (size_t i = 0; manifest && i < manifest->font_count; i++) {
		const struct manifest_font *then = &manifest->fonts[i];
		struct face_identity now;
		int face = fonts_open_face(job->fonts, then->name);
		if (face < 0)
			REPORT(session->all, font_unused, &then->at, then->name, then->version);
		else if (!face_identify(session->arena, job->fonts, face, &now) && strcmp(now.sha256, then->sha256) != 0)
			REPORT(session->all, font_differs, &then->at, then->name, then->version, now.version);
	}
}

void pipeline_palette(const struct style *style, uint8_t colours[PAINT_COUNT][3])
{
	struct colour list[PAINT_COUNT];
	paints(style, list);
	for (int i = 0; i < PAINT_COUNT; i++) {
		colours[i][0] = list[i].red;
		colours[i][1] = list[i].green;
		colours[i][2] = list[i].blue;
	}
}

void pipeline_close(struct job *job)
{
	if (job->shaper)
		shaper_close(job->shaper);
	if (job->fonts && !job->fonts_lent)
		fonts_close(job->fonts);
}
