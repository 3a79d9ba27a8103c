/* From settings, body and tables to the document. Everything that is wrong is collected in one go. */
#include "model/document.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/language.h"
#include "model/body.h"
#include "model/cell.h"
#include "model/mark.h"
#include "model/rules.h"
#include "model/table_head.h"
#include "model/table_show.h"
#include "read/nearest.h"

struct builder {
	struct arena *arena;
	struct diagnostics *all;
	const struct settings *settings;
	struct expansion *expansion;
	struct document *document;
	int result;
};

static void fail(struct builder *builder, int failed) { builder->result |= failed ? -1 : 0; }

/* An empty value is an absent element. */
static struct words element(const struct builder *builder, const char *section, const char *key)
{
	const struct words *value = settings_lookup(builder->settings, section, key);
	return value && value->text[0] ? *value : (struct words){ .text = NULL };
}

/* Takes a label at the start and a closing mark off a value. */
static struct words bare(const struct builder *builder, struct words value, const char *label, const char *end)
{
	if (!value.text)
		return value;
	size_t skip = strncmp(value.text, label, strlen(label)) == 0 ? strlen(label) : 0;
	size_t length = strlen(value.text), tail = strlen(end);
	if (tail && length >= skip + tail && strcmp(value.text + length - tail, end) == 0)
		length -= tail;
	if (value.at.map)
		value.at = place_in(&value, skip);
	value.text = arena_strndup(builder->arena, value.text + skip, length - skip);
	return value;
}

static struct place edition_place(const struct builder *builder)
{
	return (struct place){ .file = settings_file(builder->settings) };
}

/* The template's say: kind, format, direction. */
static void build_kind(struct builder *builder)
{
	static const char *const formats[] = { "document", "公文", "letter", "信函", "order", "命令", "minutes", "纪要", "bulletin", "简报", NULL };
	static const char *const directions[] = { "down", "下行", "up", "上行", "level", "平行", NULL };
	int format = 0, direction = 0;
	fail(builder, settings_choice(builder->settings, builder->all, "template", "format", formats, &format) < 0);
	fail(builder, settings_choice(builder->settings, builder->all, "template", "direction", directions, &direction) < 0);
	builder->document->kind = element(builder, "template", "kind");
	builder->document->format = (enum document_format)format;
	builder->document->direction = (enum document_direction)direction;
}

static void build_head(struct builder *builder)
{
	static const char *const marks[] = { "printed", "套印", "preprinted", "预印红头纸", "none", "无", NULL };
	static const char *const states[] = { "final", "正式", "draft", "草稿", NULL };
	struct document *document = builder->document;
	int mark = 0, state = 0;
	fail(builder, settings_choice(builder->settings, builder->all, "head", "mark", marks, &mark) < 0);
	fail(builder, settings_choice(builder->settings, builder->all, "document", "status", states, &state) < 0);
	document->mark = (enum mark_mode)mark;
	document->draft = state == 1;
	document->mark_name = element(builder, "head", "name");
	document->head_issue = element(builder, "head", "issue");
	document->head_issuer = element(builder, "head", "issuer");
	document->head_date = element(builder, "head", "date");
	document->copy_number = element(builder, "document", "copy_number");
	document->secrecy = element(builder, "document", "secrecy");
	document->urgency = element(builder, "document", "urgency");
	document->number = element(builder, "document", "number");
	document->title = element(builder, "document", "title");
	document->addressee = bare(builder, bare(builder, element(builder, "document", "addressee"), "主送：", "："), "", ":");
	document->annotation = element(builder, "document", "note");
}

/* A public copy has no 份号, and nothing of a document with a 密级 is public. */
static void build_public(struct builder *builder)
{
	struct document *document = builder->document;
	fail(builder, settings_flag(builder->settings, builder->all, "document", "public", &document->is_public) < 0);
	if (!document->is_public)
		return;
	document->copy_number = (struct words){ .text = NULL };
	if (document->secrecy.text)
		fail(builder, REPORT(builder->all, public_secret, &document->secrecy.at, document->secrecy.text));
}

static void build_end(struct builder *builder)
{
	static const char *const modes[] = { "sealed", "盖章", "unsealed", "不盖章", "stamp", "签名章", NULL };
	struct document *document = builder->document;
	int mode = 0;
	fail(builder, settings_choice(builder->settings, builder->all, "signature", "mode", modes, &mode) < 0);
	document->signature_mode = (enum signature_mode)mode;
	document->signature = element(builder, "signature", "name");
	document->date = element(builder, "signature", "date");
}

static void build_imprint(struct builder *builder)
{
	struct document *document = builder->document;
	document->copies_to = bare(builder, element(builder, "imprint", "copies_to"), "抄送：", "。");
	document->printer = element(builder, "imprint", "printer");
	document->print_date = bare(builder, element(builder, "imprint", "date"), "", "印发");
	document->imprint_extra = element(builder, "imprint", "extra");
	fail(builder, settings_flag(builder->settings, builder->all, "imprint", "even_page", &document->imprint_even_page) < 0);
	fail(builder, settings_flag(builder->settings, builder->all, "imprint", "addressee", &document->addressee_in_imprint) < 0);
}

/* The path of a picture, from the edition's folder. wanted: in this mode of signing; the other mode's is given, but not a source. */
static struct words picture_element(struct builder *builder, const char *section, const char *key, bool wanted)
{
	struct words path = element(builder, section, key);
	const char *source = path.text && wanted ? settings_source(builder->settings, builder->all, SOURCE_PICTURE, &path) : NULL;
	fail(builder, path.text && wanted && !source);
	if (path.text)
		path.text = source ? source : path_join(builder->arena, settings_folder(builder->settings), path.text);
	return path;
}

static void build_issuers(struct builder *builder)
{
	struct document *document = builder->document;
	const struct words *names = NULL;
	size_t count = settings_instances(builder->settings, "issuer", &names);
	struct issuer *issuers = arena_array(builder->arena, count + 1, sizeof *issuers);
	bool signer = false;
	for (size_t i = 0; i < count; i++) {
		const char *section = arena_printf(builder->arena, "issuer.%s", names[i].text);
		issuers[i].name = element(builder, section, "name");
		issuers[i].signer = bare(builder, element(builder, section, "signer"), "签发人：", "");
		issuers[i].post = element(builder, section, "post");
		issuers[i].seal = picture_element(builder, section, "seal", document->signature_mode == SIGNATURE_SEALED);
		issuers[i].stamp = picture_element(builder, section, "stamp", document->signature_mode == SIGNATURE_STAMP);
		issuers[i].diameter = element(builder, section, "diameter");
		signer |= issuers[i].signer.text != NULL;
		if (count > 1 && !issuers[i].name.text)
			fail(builder, REPORT(builder->all, element_missing, &names[i].at, _("name of the issuing body"), settings_key_told(section, "name"),
			                      settings_section_told(builder->arena, section)));
	}
	document->issuers = issuers;
	document->issuer_count = (int)count;
	if (!document->signature.text && count)
		document->signature = issuers[0].name;
	if (signer && document->signature_mode != SIGNATURE_STAMP)    /* 7.2.6: who is named as 签发人 writes to a superior */
		document->direction = DIRECTION_UP;
}

/* 10.3: those who were there, each with the template's label. */
static void build_attendances(struct builder *builder)
{
	static const char *const keys[] = { "present", "absent", "observers", "recorder" };
	struct document *document = builder->document;
	struct attendance *list = arena_array(builder->arena, sizeof keys / sizeof keys[0], sizeof *list);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct words names = element(builder, "minutes", keys[i]);
		const struct words *label = settings_lookup(builder->settings, "minutes", arena_printf(builder->arena, "%s_label", keys[i]));
		if (!names.text)
			continue;
		struct attendance *one = &list[document->attendance_count++];
		one->label = bare(builder, label ? *label : (struct words){ .text = "" }, "", "：");
		one->names = bare(builder, bare(builder, names, one->label.text, "。"), "：", "");
	}
	document->attendances = list;
}

static void build_tables(struct builder *builder)
{
	const struct words *ids = NULL;
	size_t count = settings_instances(builder->settings, "table", &ids);
	struct table *tables = arena_array(builder->arena, count + 1, sizeof *tables);
	struct expand_table *shown = arena_array(builder->arena, count + 1, sizeof *shown);
	if (builder->document->tables)
		return;
	for (size_t i = 0; i < count; i++) {
		int failed = table_build(builder->arena, builder->all, builder->settings, &ids[i], &tables[i]);
		fail(builder, failed);
		table_show(builder->arena, &tables[i], failed, &shown[i]);
		tables[i].whole = NULL;
	}
	builder->document->tables = tables;
	builder->document->table_count = (int)count;
	if (builder->expansion)
		fail(builder, expansion_tables(builder->expansion, shown, (int)count));
	for (size_t i = 0; i < count; i++) {
		if (builder->expansion)
			table_texts(builder->settings, arena_printf(builder->arena, "table.%s", ids[i].text), &tables[i]);
		table_join_notes(builder->arena, &tables[i]);
	}
}

static int table_named(struct builder *builder, const struct words *id)
{
	for (int i = 0; i < builder->document->table_count; i++)
		if (strcmp(builder->document->tables[i].id, id->text) == 0)
			return i;
	fail(builder, REPORT(builder->all, table_unknown, &id->at, id->text));
	return -1;
}

/* -1 if the file itself cannot be read. */
static int load_text(struct builder *builder, enum source_kind kind, const struct words *name, struct flow_text *out)
{
	struct source source;
	const char *path = settings_source(builder->settings, builder->all, kind, name);
	int result = path ? source_load(builder->arena, builder->all, &name->at, path, &source) : -1;
	if (!result && builder->expansion)
		result = expansion_text(builder->expansion, &source);
	if (result)
		builder->result = -1;
	else
		fail(builder, body_build(builder->arena, builder->all, &source, builder->document, out));
	return result;
}

/* page_label: auto = 附件 with its number if there are several, none, or the words themselves. */
static struct words page_label(struct builder *builder, const char *section, int number, int count)
{
	struct words label = element(builder, section, "page_label");
	label = label.text ? label : element(builder, "attachment", "page_label");
	if (label.text && (strcmp(label.text, "auto") == 0 || strcmp(label.text, "自动") == 0))
		label.text = count > 1 ? arena_printf(builder->arena, "附件%d", number) : "附件";
	if (label.text && (strcmp(label.text, "none") == 0 || strcmp(label.text, "无") == 0))
		label.text = NULL;
	return label;
}

static void build_attachment(struct builder *builder, const struct words *number, struct attachment *out, const int index_and_count[2])
{
	const char *section = arena_printf(builder->arena, "attachment.%s", number->text);
	struct words table = element(builder, section, "table"), text = element(builder, section, "text");
	bool enclosed = true;
	out->name = element(builder, section, "name");
	out->label = page_label(builder, section, index_and_count[0] + 1, index_and_count[1]);
	out->table = table.text ? table_named(builder, &table) : -1;
	if (text.text)
		load_text(builder, SOURCE_TEXT, &text, &out->text);
	if (settings_flag(builder->settings, builder->all, section, "enclosed", &enclosed) < 0)
		builder->result = -1;
	if (!enclosed) {    /* announced, but not bound in: no pages here */
		out->table = -1;
		out->text = (struct flow_text){ NULL, 0 };
	}
	if (!out->name.text) {
		out->name = (struct words){ .text = "", .at = number->at };
		fail(builder, REPORT(builder->all, element_missing, &number->at, _("name of the attachment"), settings_key_told(section, "name"),
		                      settings_section_told(builder->arena, section)));
	}
	if (!table.text && !text.text && enclosed)
		fail(builder, REPORT(builder->all, attachment_empty, &number->at, number->text));
}

static void build_attachments(struct builder *builder)
{
	const struct words *numbers = NULL;
	size_t count = settings_instances(builder->settings, "attachment", &numbers);
	struct attachment *attachments = arena_array(builder->arena, count + 1, sizeof *attachments);
	for (size_t i = 0; i < count; i++)
		build_attachment(builder, &numbers[i], &attachments[i], (const int[2]){ (int)i, (int)count });
	for (size_t i = 0; i < count; i++)
		if (strtol(numbers[i].text, NULL, 10) != (long)i + 1) {    /* they are printed as 1., 2. … */
			REPORT(builder->all, attachment_skipped, &numbers[i].at, numbers[i].text, arena_printf(builder->arena, "%zu", i + 1));
			break;
		}
	builder->document->attachment_label = element(builder, "attachment", "label");
	if (!builder->document->attachment_label.text)
		builder->document->attachment_label = element(builder, "notice", "label");
	if (!builder->document->attachment_label.text)
		builder->document->attachment_label.text = "附件：";
	builder->document->attachments = attachments;
	builder->document->attachment_count = (int)count;
}

static void build_body(struct builder *builder)
{
	struct words body = element(builder, "document", "body");
	struct place at = edition_place(builder);
	if (!body.text) {
		fail(builder, REPORT(builder->all, element_missing, &at, _("body"), arena_printf(builder->arena, "%s = %s", settings_key_told("document", "body"), _("FILE")),
		                      settings_section_told(builder->arena, "document")));
		return;
	}
	if (!load_text(builder, SOURCE_BODY, &body, &builder->document->body) && !builder->document->body.count) {
		struct place place = { .file = path_join(builder->arena, settings_folder(builder->settings), body.text) };
		fail(builder, REPORT(builder->all, body_empty, &place));
	}
}

/* A table that stands nowhere would be lost. */
static void check_tables_used(struct builder *builder)
{
	const struct document *document = builder->document;
	for (int t = 0; t < document->table_count; t++) {
		bool used = false;
		for (int i = 0; i < document->attachment_count; i++) {
			used |= document->attachments[i].table == t;
			for (int p = 0; p < document->attachments[i].text.count; p++)
				used |= document->attachments[i].text.paragraphs[p].table == t;
		}
		for (int p = 0; p < document->body.count; p++)
			used |= document->body.paragraphs[p].table == t;
		const struct words *data = settings_lookup(builder->settings, arena_printf(builder->arena, "table.%s", document->tables[t].id), "data");
		if (!used)
			fail(builder, REPORT(builder->all, table_unused, data ? &data->at : NULL, document->tables[t].id));
	}
}

/* The heads of all tables' columns; none where a table could not be read, which is reported already. */
static size_t known_columns(struct builder *builder, const char *const **out)
{
	const struct document *document = builder->document;
	const char **columns = NULL;
	size_t capacity = 0, known = 0;
	for (int t = 0; t < document->table_count; t++) {
		if (!document->tables[t].column_count)
			return 0;
		ARENA_GROW(builder->arena, columns, &capacity, known + (size_t)document->tables[t].column_count + (size_t)document->tables[t].left_out_count + 1);
		for (int c = 0; c < document->tables[t].column_count; c++)
			columns[known++] = document->tables[t].columns[c].name;
		for (int c = 0; c < document->tables[t].left_out_count; c++)
			columns[known++] = document->tables[t].left_out[c];
	}
	*out = columns;
	return known;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
	bool there = false;
	for (size_t i = 0; i < count && !there; i++)
		there = strcmp(names[i], name) == 0;
	return there;
}

static bool of_edition(const struct builder *builder, const struct place *at)
{
	return strcmp(at->file, settings_file(builder->settings)) == 0;
}

/* A column section of the edition that no table has would be passed over. Templates may know more columns than a table. */
static void check_columns_known(struct builder *builder)
{
	const struct words *names = NULL;
	const char *const *columns = NULL;
	size_t known = known_columns(builder, &columns), count = settings_instances(builder->settings, "column", &names);
	for (size_t i = 0; i < count && known; i++) {
		bool required = false;    /* then its absence has been reported */
		settings_flag(builder->settings, builder->all, arena_printf(builder->arena, "column.%s", names[i].text), "required", &required);
		if (!required && of_edition(builder, &names[i].at) && !is_among(names[i].text, columns, known))
			fail(builder, REPORT(builder->all, column_unknown, &names[i].at, names[i].text, nearest(names[i].text, columns, known)));
	}
}

/* So would a rule of the edition for such a column. */
static void check_rules_known(struct builder *builder)
{
	const struct words *names = NULL;
	const char *const *columns = NULL;
	size_t known = known_columns(builder, &columns), count = settings_instances(builder->settings, "rule", &names);
	for (size_t i = 0; i < count && known; i++) {
		const struct words *column = settings_lookup(builder->settings, arena_printf(builder->arena, "rule.%s", names[i].text), "column");
		const char *name = column ? head_name(builder->arena, column->text) : "";
		if (name[0] && of_edition(builder, &column->at) && !is_among(name, columns, known))
			fail(builder, REPORT(builder->all, rule_column_unknown, &column->at, name, names[i].text, nearest(name, columns, known)));
	}
}

static bool required(const struct builder *builder, const char *element_name)
{
	const struct words *list = settings_lookup(builder->settings, "rules", "required");
	struct name_list names = cell_names(builder->arena, list ? list->text : "");
	bool found = false;
	for (size_t i = 0; i < names.count && !found; i++)
		found = strcmp(names.names[i], element_name) == 0;
	return found;
}

/* What a draft lacks and its finished form must have; where somebody signs, a date follows. */
static void build_later(struct builder *builder)
{
	struct document *document = builder->document;
	bool signs = document->signature.text || document->issuer_count > 1;
	if (!document->draft)
		return;
	document->number_later = !document->number.text && (required(builder, "发文字号") || required(builder, "令号"));
	document->issue_later = !document->head_issue.text && required(builder, "期号");
	document->date_later = !document->date.text && (signs || required(builder, "成文日期"));
}

int document_build(struct arena *arena, struct diagnostics *all, const struct settings *settings, struct expansion *expansion,
                   struct document *out)
{
	struct builder builder = { .arena = arena, .all = all, .settings = settings, .expansion = expansion, .document = out };
	*out = (struct document){ 0 };
	if (expansion && expansion_waits(expansion))    /* values ask tables: then these come first */
		build_tables(&builder);
	build_kind(&builder);
	build_head(&builder);
	build_public(&builder);
	build_end(&builder);
	build_imprint(&builder);
	build_issuers(&builder);
	build_attendances(&builder);
	build_later(&builder);
	fail(&builder, mark_build(arena, all, settings, out));
	build_tables(&builder);
	build_attachments(&builder);
	build_body(&builder);
	check_tables_used(&builder);
	check_columns_known(&builder);
	check_rules_known(&builder);
	if (expansion && expansion_failed(expansion))    /* what stands there still is no text to be judged */
		builder.result = -1;
	else
		fail(&builder, rules_check(&(const struct rules){ .arena = arena, .all = all, .settings = settings, .document = out }));
	return builder.result;
}
