/* Names and numbers of the elements as a public table of contents has them up to M34; from M35 on they could not be held against the
 * standard's own text. */
#include "archive/dat46.h"
#include <string.h>
#include "base/buffer.h"

enum { GROUP = -1, END = -2, FONDS = -3, CONTENT_FORMAT = -4, STATE = -5, COMBINATION = -6, ITEMS = -7, SIGNATURES = -8, LEVEL = -9 };

/* In the standard's order. column: of the entry, or what is put together below. */
static const struct element { const char *name, *number; int column; } elements[] = {
	{ "聚合层次", "M1", LEVEL },
	{ "来源", "M2", GROUP }, { "全宗名称", "M5", FONDS }, { "来源", NULL, END },
	{ "电子文件号", "M7", COLUMN_SHA256 },
	{ "档号", "M8", COLUMN_ARCHIVE_CODE },
	{ "年度", "M11", COLUMN_YEAR }, { "保管期限", "M12", COLUMN_RETENTION }, { "室编件号", "M17", COLUMN_ITEM_NUMBER },
	{ "内容描述", "M21", GROUP },
	{ "题名", "M22", COLUMN_TITLE }, { "文件编号", "M31", COLUMN_NUMBER }, { "责任者", "M32", COLUMN_ISSUER }, { "日期", "M33", COLUMN_DATE },
	{ "文种", "M34", COLUMN_KIND }, { "紧急程度", "M35", COLUMN_URGENCY }, { "主送", "M36", COLUMN_ADDRESSEE }, { "抄送", "M37", COLUMN_COPIES },
	{ "密级", "M38", COLUMN_SECRECY }, { "保密期限", "M39", COLUMN_SECRECY_PERIOD },
	{ "内容描述", NULL, END },
	{ "形式特征", "M40", GROUP },
	{ "文件组合类型", "M41", COMBINATION }, { "件数", "M42", ITEMS }, { "页数", "M43", COLUMN_PAGES }, { "语种", "M44", COLUMN_LANGUAGE },
	{ "形式特征", NULL, END },
	{ "电子属性", "M46", GROUP },
	{ "格式信息", "M47", CONTENT_FORMAT }, { "计算机文件名", "M48", COLUMN_FILE_NAME }, { "计算机文件大小", "M49", COLUMN_BYTES },
	{ "文档创建程序", "M50", COLUMN_PRODUCER },
	{ "电子属性", NULL, END },
	{ "电子签名", "M57", SIGNATURES },
	{ "附注", "M75", STATE },
};

static void put_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&' || *text == '<' || *text == '>')
			buffer_put(out, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : "&gt;");
		else if ((unsigned char)*text >= 0x20)
			buffer_byte(out, *text);
	}
}

static void put_element(struct buffer *out, const char *name, const char *number, const char *value)
{
	if (!value)
		return;
	buffer_printf(out, "<%s 编号=\"%s\">", name, number);
	put_escaped(out, value);
	buffer_printf(out, "</%s>\n", name);
}

static const char *format_of(struct arena *arena, const struct entry *entry)
{
	const char *pdfa = entry->value[COLUMN_PDFA], *pdfua = entry->value[COLUMN_PDFUA];
	return arena_printf(arena, "%s%s%s%s", pdfa ? "PDF/A-" : "PDF", pdfa ? pdfa : "", pdfua ? "，PDF/UA-" : "", pdfua ? pdfua : "");
}

/* Each signature as the report of hongtou-verify has it. */
static int put_signatures(struct catalogue *catalogue, const struct entry *entry, struct buffer *out)
{
	static const char *const parts[][2] = { { "签名时间", "M59" }, { "签名人", "M60" }, { "签名结果", "M61" }, { "签名算法标识", "M64" } };
	if (!entry->value[COLUMN_EVIDENCE])
		return 0;
	struct database *database = &catalogue->database;
	sqlite3_stmt *rows = ASK(database, "SELECT json_extract(value,'$.judged_at'),COALESCE(json_extract(value,'$.signer.name'),"
	                         "json_extract(value,'$.time_stamp.authority.name')),json_extract(value,'$.verdict'),json_extract(value,'$.digest') "
	                         "FROM json_each(?1,'$.signatures')", entry->value[COLUMN_EVIDENCE]);
	int step;
	while ((step = database_step(database, rows)) == 1) {
		buffer_put(out, "<电子签名 编号=\"M57\">\n");
		for (int i = 0; i < 4; i++)
			put_element(out, parts[i][0], parts[i][1], database_text(database, rows, i));
		buffer_put(out, "</电子签名>\n");
	}
	sqlite3_finalize(rows);
	return step;
}

static const char *value_of(struct arena *arena, const struct dat46_source *source, int column)
{
	switch (column) {
	case LEVEL: return "文件";
	case FONDS: return source->fonds;
	case CONTENT_FORMAT: return format_of(arena, source->entry);
	case COMBINATION: return source->companions ? "组合文件" : "单件";
	case ITEMS: return arena_printf(arena, "%d", 1 + source->companions);
	case STATE: return source->state;
	default: return source->entry->value[column];
	}
}

int dat46_xml(struct catalogue *catalogue, const struct dat46_source *source, struct bytes *out)
{
	struct buffer text = { .arena = catalogue->arena };
	int result = 0;
	buffer_put(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<文书类电子文件元数据 标准=\"DA/T 46-2009\">\n");
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
		const struct element *element = &elements[i];
		if (element->column == GROUP)
			buffer_printf(&text, "<%s 编号=\"%s\">\n", element->name, element->number);
		else if (element->column == END)
			buffer_printf(&text, "</%s>\n", element->name);
		else if (element->column == SIGNATURES)
			result |= put_signatures(catalogue, source->entry, &text);
		else
			put_element(&text, element->name, element->number, value_of(catalogue->arena, source, element->column));
	}
	buffer_put(&text, "</文书类电子文件元数据>\n");
	*out = (struct bytes){ (const unsigned char *)text.text, text.length };
	return result;
}
