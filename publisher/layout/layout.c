/* The sequence of flows: 版头 and title, main text with its signature block, each attachment, 版记. */
#include "layout/layout.h"
#include <stddef.h>
#include <string.h>
#include "layout/furniture.h"
#include "layout/table_layout.h"
#include "layout/text_flow.h"

static const char *plain_title(struct arena *arena, const char *title)
{
	char *plain = arena_strdup(arena, title), *to = plain;
	for (const char *from = title; *from; from++)
		if (*from != '|' && *from != '\n')
			*to++ = *from;
	*to = '\0';
	return plain;
}

/* Divided by ；; offset: of a struct words in each of the list's elements. NULL: there is none. */
static const char *joined(struct arena *arena, const void *list, int count, const size_t size_and_offset[2])
{
	const char *all = NULL;
	for (int i = 0; i < count; i++) {
		const struct words *words = (const void *)((const char *)list + (size_t)i * size_and_offset[0] + size_and_offset[1]);
		if (words->text)
			all = all ? arena_printf(arena, "%s；%s", all, words->text) : words->text;
	}
	return all;
}

/* 机密★1年: level and period. */
static void record_secrecy(struct layout_job *job, const char *secrecy)
{
	const char *star = secrecy ? strstr(secrecy, "★") : NULL;
	const char **fields = job->record->fields;
	fields[FIELD_SECRECY] = star ? arena_strndup(job->arena, secrecy, (size_t)(star - secrecy)) : secrecy;
	fields[FIELD_SECRECY_PERIOD] = star ? star + strlen("★") : NULL;
}

static void record_fields(struct layout_job *job)
{
	const struct document *document = job->document;
	const char **fields = job->record->fields;
	struct arena *arena = job->arena;
	fields[FIELD_NUMBER] = document->number.text;
	fields[FIELD_AUTHORS] = joined(arena, document->issuers, document->issuer_count, (const size_t[2]){ sizeof(struct issuer), offsetof(struct issuer, name) });
	if (!fields[FIELD_AUTHORS])
		fields[FIELD_AUTHORS] = document->signature.text;
	fields[FIELD_DATE] = document->date.text;
	fields[FIELD_KIND] = document->kind.text;
	fields[FIELD_URGENCY] = document->urgency.text;
	fields[FIELD_ADDRESSEE] = document->addressee.text;
	fields[FIELD_COPIES] = document->copies_to.text;
	record_secrecy(job, document->secrecy.text);
	fields[FIELD_COPY_NUMBER] = document->copy_number.text;
	fields[FIELD_SIGNERS] = joined(arena, document->issuers, document->issuer_count, (const size_t[2]){ sizeof(struct issuer), offsetof(struct issuer, signer) });
	fields[FIELD_ATTACHMENTS] = joined(arena, document->attachments, document->attachment_count, (const size_t[2]){ sizeof(struct attachment), offsetof(struct attachment, name) });
	fields[FIELD_ANNOTATION] = document->annotation.text;
	fields[FIELD_PRINTER] = document->printer.text;
	fields[FIELD_PRINT_DATE] = document->print_date.text;
}

static void start_record(struct layout_job *job)
{
	const struct document *document = job->document;
	struct record *record = job->record;
	record->title = document->title.text ? plain_title(job->arena, document->title.text) : NULL;
	if (job->marks)
		record->title = arena_printf(job->arena, "%s（改动标记稿）", record->title ? record->title : "");
	record->number = document->number.text;
	record->author = document->issuer_count ? document->issuers[0].name.text : document->signature.text;
	record->date = document->date.text;
	record_fields(job);
	record->language = "zh-CN";
	record->duplex = job->style->sides == 2;
	record_node(record, NODE_DOCUMENT, -1);
}

static int title_and_start(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	const struct style *style = job->style;
	const struct words *title = &job->document->title;
	mpt bottom = style->top;
	if (head_put(pages, &bottom))
		return -1;
	if (!title->text) {    /* 10.2: the text of an order begins two lines below its number */
		pages->text_from = bottom + style->title_gap - style_grid_line(style, 1);
		paginator_set_lines(pages, style->lines);
		return 0;
	}
	mpt y = bottom + style->title_gap;
	const struct title_place place = { .left = pages->left + (style->text_width - style->title_width) / 2, .width = style->title_width };
	struct tag tag = { .role = ROLE_TITLE, .node = record_node(job->record, NODE_TITLE, 0), .file = title->at.file, .line = title->at.line };
	record_outline(job->record, job->record->title, 0, (const int[2]){ pages->number, y });
	if (title_put(pages, title, ROLE_TITLE, &place, &tag, &y))
		return -1;
	pages->text_from = y;
	paginator_set_lines(pages, style->lines);
	if (pages->line >= style->lines)
		return REPORT(job->all, no_text_on_first_page, &title->at);
	return 0;
}

static int build_flow(struct text_flow *flow)
{
	int result = text_flow_addressee(flow);
	result |= text_flow_paragraphs(flow, &flow->job->document->body);
	result |= text_flow_notice(flow);
	result |= text_flow_attendance(flow);
	return result;
}

/* A flow that is only looked at: nothing of it is kept or dumped. */
static bool ends_well(struct layout_job *job, const struct paginator *pages, int tail)
{
	struct record record = { .arena = job->arena };
	struct layout_job trial = *job;
	struct text_flow flow = { .job = &trial };
	trial.record = &record;
	trial.dump_lines = NULL;
	return !build_flow(&flow) && text_flow_ends_well(&flow, pages, tail);
}

/* 7.3.5.5: where signature and date have no room under the text even with closer lines, characters a little closer may gain
 * one; only then are lines carried over (text_flow.c). Returns the job to set the text with. */
static struct layout_job *fitted_job(struct paginator *pages, int tail)
{
	struct layout_job *job = pages->job, *closer = arena_alloc(job->arena, sizeof *closer);
	struct style *style = arena_alloc(job->arena, sizeof *style);
	if (!tail || !job->style->squeeze_milli || ends_well(job, pages, tail))
		return job;
	*style = *job->style;
	*closer = *job;
	closer->style = style;
	static const enum role running[] = { ROLE_ADDRESSEE, ROLE_BODY, ROLE_HEADING_1, ROLE_HEADING_2, ROLE_HEADING_3, ROLE_HEADING_4, ROLE_ATTACHMENT_NOTICE };
	for (size_t i = 0; i < sizeof running / sizeof running[0]; i++)
		style->roles[running[i]].em -= (mpt)((int64_t)style->roles[running[i]].em * style->squeeze_milli / 1000);
	if (!ends_well(closer, pages, tail))
		return job;
	REPORT(job->all, characters_tightened, &job->document->signature.at, arena_printf(job->arena, "%.1f", style->squeeze_milli / 10.0));
	return closer;
}

static int main_text(struct paginator *pages)
{
	struct layout_job *job = pages->job;
	int result = title_and_start(pages), tail = signature_lines(job) + annotation_lines(job);
	struct text_flow flow = { .job = fitted_job(pages, tail) };
	result |= build_flow(&flow);
	if (!result)
		result = text_flow_put(&flow, pages, tail);
	if (!result && tail && pages->line + tail > pages->lines) {
		REPORT(job->all, signature_alone, &job->document->signature.at, arena_printf(job->arena, "%d", pages->number + 1));
		result = paginator_next(pages, PAGE_TEXT);
	}
	if (!result)
		result = signature_put(pages);
	if (!result)
		result = annotation_put(pages);
	return result;
}

/* Clause 7.3.7: a new side, 附件 at the left of line 1, the title centred on line 3, set like the main text. */
static int text_attachment(struct paginator *pages, const struct attachment *attachment)
{
	struct layout_job *job = pages->job;
	struct text_flow flow = { .job = job };
	if (paginator_next(pages, PAGE_TEXT))
		return -1;
	if (attachment->label.text
	    && setting_put_element(pages, &attachment->label, ROLE_ATTACHMENT_LABEL, (const mpt[2]){ pages->left, paginator_grid(pages, 0) }))
		return -1;
	mpt y = paginator_grid(pages, attachment->label.text ? 2 : 0);
	record_outline(job->record, plain_title(job->arena, attachment->name.text), 0, (const int[2]){ pages->number, y });
	const struct title_place place = { .left = pages->left, .width = job->style->text_width };
	struct tag tag = { .role = ROLE_ATTACHMENT_TITLE, .node = record_node(job->record, NODE_HEADING_1, 0),
	                   .file = attachment->name.at.file, .line = attachment->name.at.line };
	if (title_put(pages, &attachment->name, ROLE_ATTACHMENT_TITLE, &place, &tag, &y))
		return -1;
	pages->text_from = y;
	paginator_set_lines(pages, job->style->lines);
	if (text_flow_paragraphs(&flow, &attachment->text))
		return -1;
	return text_flow_put(&flow, pages, 0);
}

static int attachments(struct paginator *pages)
{
	const struct document *document = pages->job->document;
	int result = 0;
	for (int i = 0; i < document->attachment_count; i++) {
		const struct attachment *attachment = &document->attachments[i];
		if (attachment->table >= 0)
			result |= table_layout_attachment(pages, attachment);
		if (attachment->text.count)
			result |= text_attachment(pages, attachment);
	}
	return result;
}

int layout_document(struct layout_job *job)
{
	struct paginator pages = { .job = job, .page_arena = arena_new() };
	start_record(job);
	int result = paginator_next(&pages, PAGE_TEXT);
	if (!result) {
		result = main_text(&pages);
		result |= attachments(&pages);    /* after an error too: all that is wrong is to be found in one run */
	}
	if (!result) {
		mpt bottom = pages.line ? paginator_grid(&pages, pages.line - 1) + job->style->roles[ROLE_BODY].size : job->style->top;
		result = imprint_put(&pages, bottom);
	}
	if (!result && job->listing)
		result = table_layout_attachment(&pages, job->listing);
	if (!result)
		result = paginator_finish(&pages);
	paginator_abandon(&pages);
	arena_free(pages.page_arena);
	return result;
}
