/* Which elements a kind of document must have and must not have is the template's word ([rules]); here are the words for them. What it
 * must have stands ready to be filled in, what it may have stands behind a semicolon, what it must not have is left out. */
#include "starting.h"
#include <string.h>
#include "base/buffer.h"

struct start {
	const struct settings *settings;
	struct buffer out;
};

static const char *setting(const struct start *start, const char *section, const char *key)
{
	const struct words *value = settings_lookup(start->settings, section, key);
	return value ? value->text : "";
}

/* Is the word among those divided by blanks? */
static bool among(const char *list, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

static bool must(const struct start *start, const char *element) { return among(setting(start, "rules", "required"), element); }
static bool must_not(const struct start *start, const char *element) { return among(setting(start, "rules", "forbidden"), element); }
static bool is_format(const struct start *start, const char *format) { return strcmp(setting(start, "template", "format"), format) == 0; }
static const char *kind_of(const struct start *start) { return setting(start, "template", "kind"); }

static void put(struct start *start, const char *text) { buffer_put(&start->out, text); }

/* element: of [rules], NULL: always there. */
struct line { const char *element, *key, *value, *comment; };

static void put_line(struct start *start, const struct line *line)
{
	if (line->element && must_not(start, line->element))
		return;
	if (line->comment)
		buffer_printf(&start->out, "; %s\n", line->comment);
	buffer_printf(&start->out, "%s%s =%s%s\n", line->element && !must(start, line->element) ? ";" : "", line->key, line->value[0] ? " " : "", line->value);
}

static void put_lines(struct start *start, const struct line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_line(start, &lines[i]);
}

#define PUT_LINES(start, lines) put_lines((start), (lines), sizeof(lines) / sizeof *(lines))

/* ---- words of each kind ---- */

struct kind { const char *name, *title, *opening, *closing; };

static const struct kind *words_of(const char *name)
{
	static const struct kind kinds[] = {
		{ "决议", "【请填写会议名称】关于【请填写事由】的决议", "（【请填写日期】【请填写会议名称】通过）\n会议听取和审议了【请填写事项】。会议决定：", "" },
		{ "决定", "关于【请填写事由】的决定", "为【请填写目的】，现就有关事项决定如下：", "" },
		{ "命令", NULL, "《【请填写文件名称】》已经【请填写日期】【请填写会议名称】通过，现予公布，自【请填写日期】起施行。", NULL },
		{ "公报", "【请填写事由】公报", "现将【请填写事由】有关情况公布如下：", "" },
		{ "公告", "关于【请填写事由】的公告", "现就【请填写事由】公告如下：", "特此公告。" },
		{ "通告", "关于【请填写事由】的通告", "为【请填写目的】，现就有关事项通告如下：", "特此通告。" },
		{ "意见", "关于【请填写事由】的意见", "为【请填写目的】，现提出如下意见：", "" },
		{ "通知", "关于【请填写事由】的通知", "为【请填写目的】，现就有关事项通知如下：", "请认真贯彻执行。" },
		{ "通报", "关于【请填写事由】情况的通报", "现将【请填写时期】【请填写事由】进展情况通报如下：", "" },
		{ "报告", "关于【请填写事由】情况的报告", "现将【请填写事由】有关情况报告如下：", "特此报告。" },
		{ "请示", "关于【请填写事由】的请示", "【请填写请示的缘由】。现就有关事项请示如下：", "妥否，请批示。" },
		{ "批复", "关于【请填写事由】的批复", "《【请填写来文标题】》（【请填写来文字号】）收悉。经研究，现批复如下：", "此复。" },
		{ "议案", "关于提请审议【请填写事由】的议案", "【请填写提请审议的缘由】。有关内容如下：", "现提请审议。" },
		{ "函", "关于【请填写事由】的函", "【请填写发函的缘由】。现就有关事项函商如下：", "请予支持，并请函复。" },
		{ "纪要", "研究【请填写事由】专题会议纪要", "【请填写日期】，【请填写主持人】主持召开会议，研究【请填写事由】。现纪要如下：", "" },
		{ "简报", "【请填写事由】督查情况", "现将【请填写事由】督查情况通报如下：", "" },
	};
	static const struct kind other = { "", "关于【请填写事由】的【请填写文种】", "现将【请填写事由】有关情况说明如下：", "" };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return &other;
}

static const char *mark_of(const struct start *start)
{
	if (is_format(start, "letter"))
		return "【请填写发文机关全称】";
	if (is_format(start, "order"))
		return "【请填写发文机关】令";
	if (is_format(start, "minutes"))
		return "【请填写会议名称】纪要";
	return is_format(start, "bulletin") ? "【请填写简报名称】" : "【请填写发文机关】文件";
}

/* ---- sections ---- */

static void put_document(struct start *start, const char *template)
{
	const char *kind = kind_of(start);
	const struct kind *words = words_of(kind);
	const bool order = is_format(start, "order");
	const char *number = order ? "令号：如 第12号" : is_format(start, "minutes") ? "编号：如 第23期、第23号、第23次、〔2026〕23号，也可以用发文字号"
	                   : "发文字号：机关代字〔年份〕序号，如 东政办字〔2026〕63号；年份用六角括号〔〕";
	const struct line lines[] = {
		{ NULL, "模板", template, "模板：文种的版式；也可以写单位自己的模板" },
		{ NULL, "状态", "草稿", "草稿：发文字号、成文日期可以先空着，版面给它们留好位置；定稿时改为“正式”" },
		{ order ? "令号" : "发文字号", "发文字号", "", number },
		{ NULL, "标题", words->title ? words->title : "", words->title ? "标题：希望在哪里换行，就在那里加一条竖线 |" : "命令不写标题" },
		{ "主送机关", "主送机关", "【请填写主送机关】", "主送机关：几个机关之间用逗号或顿号，末尾不加冒号" },
		{ NULL, "正文", "body.txt", "正文：放在这个文本文件里，一行一段；“一、”“（一）”等开头的自动排成各级标题" },
		{ "份号", "份号", "000001", "涉密、紧急时才用：去掉行首分号并改好" },
		{ "密级", "密级", "秘密★1年", NULL },
		{ "紧急程度", "紧急程度", "特急", NULL },
		{ "附注", "附注", "联系人：×××，联系电话：×××", NULL },
	};
	put(start, "[公文]\n");
	PUT_LINES(start, lines);
}

static void put_head(struct start *start)
{
	const struct line lines[] = {
		{ NULL, "版头", "套印", "套印：红头一起印出来；预印红头纸：纸上已有红头；无：不要红头" },
		{ NULL, "发文机关标志", mark_of(start), "发文机关标志：红色的大字；联合行文用 | 隔开各机关" },
	};
	const struct line bulletin[] = {
		{ "期号", "期号", "", "期号：如 第5期" },
		{ NULL, "主办单位", "【请填写主办单位】", NULL },
		{ NULL, "日期", "", NULL },
	};
	put(start, "\n[版头]\n");
	PUT_LINES(start, lines);
	if (is_format(start, "bulletin"))
		PUT_LINES(start, bulletin);
}

static void put_minutes(struct start *start)
{
	static const struct line lines[] = {
		{ "出席", "出席", "【请填写出席人员】", "几个人之间用逗号隔开，单位写在括号里" },
		{ "请假", "请假", "×××", NULL },
		{ "列席", "列席", "×××", NULL },
	};
	if (!is_format(start, "minutes"))
		return;
	put(start, "\n[纪要]\n");
	PUT_LINES(start, lines);
}

static void put_issuer(struct start *start)
{
	const bool stamp = strcmp(setting(start, "signature", "mode"), "stamp") == 0 || strcmp(setting(start, "signature", "mode"), "签名章") == 0;
	const bool signs = stamp || must(start, "署名") || !must_not(start, "印章");
	const struct line lines[] = {
		{ NULL, "名称", "【请填写发文机关】", "发文机关：署在正文后面；联合行文再写 [发文机关.2]、[发文机关.3]" },
		{ "签发人", "签发人", "【请填写签发人】", "签发人：上行文才有" },
	};
	if (!signs)
		return;
	put(start, "\n[发文机关.1]\n");
	PUT_LINES(start, lines);
	if (stamp)
		put(start, "; 签发人的职务；签名章图是透明底的 PNG，用纸质签名章时不写\n职务 = 【请填写职务】\n;签名章图 = stamp.png\n"
		           "; 签名章上的姓名：不印出来，供看不见图的人听读\n;签发人 = ×××\n");
	else if (!must_not(start, "印章"))
		put(start, "; 电子印章的图：透明底的 PNG；用实物印章时不写，位置照样留出\n;印章 = seal.png\n");
	put(start, "\n[落款]\n; 成文日期：如 2026年7月19日；草稿可以先空着，或用空格代替还不知道的数字：2026年7月  日\n成文日期 =\n");
	if (!stamp)
		put(start, "; 盖章；不盖章\n;方式 = 盖章\n");
}

static void put_table(struct start *start)
{
	put(start, "\n[附件.1]\n; 附件：名称写进附件说明，也是附件页上的标题；不要附件就删去这三节\n名称 = 【请填写表格名称】\n表格 = progress\n"
	           "\n[表格.progress]\n; 数据：电子表格另存的 CSV，也可以直接写 .xlsx 或 .ods；再写“工作表”选定其中一张\n数据 = progress.csv\n"
	           ";工作表 = Sheet1\n; 横排：表格横放，订口在上；竖排；自动\n;方向 = 横排\n;单位 = 单位：万元\n"
	           "\n; 每一列的排法按表头的名称来写，例如：\n;[列.金额]\n;对齐 = 小数点\n");
}

static void put_imprint(struct start *start)
{
	static const struct line lines[] = {
		{ "抄送", "抄送", "【请填写抄送机关】", "版记：没有抄送就不写；印发日期草稿时可以先空着" },
		{ "印发机关", "印发机关", "【请填写印发机关】", NULL },
		{ "印发日期", "印发日期", "", NULL },
	};
	put(start, "\n[版记]\n");
	PUT_LINES(start, lines);
}

/* [period] itself would move with new-month; where the texts do not use it, it is left to who wants it. */
static void put_period(struct start *start)
{
	put(start, "\n; 每月都要发的：去掉下面三行的行首分号，标题、正文、附件名称里的月份写成 ${期间.月}（1-6月份写成 ${期间.累计}月份），\n"
	           "; 表格的合计写成 ${合计(列名)}；下月用 hongtou new-month 做出下一期，这里自动顺延\n"
	           ";[期间]\n;年 = 2026\n;月 = 6\n");
}

static void put_outputs(struct start *start)
{
	put(start, "\n; 同一稿件的几种用途：去掉行首分号，再用 hongtou render . --for 名称（或 --for all 全部输出）。每行写“节.键 = 值”\n"
	           ";[输出.红头纸]\n;版头.版头 = 预印红头纸\n;印刷.偏移 = 0mm 0mm\n"
	           ";[输出.网站]\n;公文.公开 = 是\n"
	           "; 不公开的列写 [列.名称] 公开 = 否；不公开的行写一条规则，如 [规则.内部] 列 = 备注，含 = 内部，公开 = 否\n");
}

static const char *edition_text(struct session *session, const struct settings *settings, const char *template)
{
	struct start start = { .settings = settings, .out = { .arena = session->arena } };
	buffer_printf(&start.out, "; %s稿件。分号后面是说明，不会排出来；写着【请填写…】的地方要填。\n"
	              "; 查错：hongtou check .    成稿：hongtou render .    看页面：hongtou preview . -o 图片\n", kind_of(&start)[0] ? kind_of(&start) : "公文");
	put_document(&start, template);
	put_head(&start);
	put_issuer(&start);
	put_minutes(&start);
	put_table(&start);
	put_imprint(&start);
	put_period(&start);
	put_outputs(&start);
	return start.out.text;
}

static const char *body_text(struct session *session, const struct settings *settings)
{
	struct start start = { .settings = settings, .out = { .arena = session->arena } };
	const struct kind *words = words_of(kind_of(&start));
	buffer_printf(&start.out, "%s\n", words->opening);
	if (words->closing)
		put(&start, "一、【请填写第一项】\n【请填写内容】。\n二、【请填写第二项】\n（一）【请填写小标题】。【请填写内容】。\n（二）【请填写小标题】。【请填写内容】。\n");
	if (words->closing && words->closing[0])
		buffer_printf(&start.out, "%s\n", words->closing);
	return start.out.text;
}

void starting_files(struct session *session, const struct settings *settings, const char *template, struct starting_file files[STARTING_FILES])
{
	files[0] = (struct starting_file){ "edition.ini", edition_text(session, settings, template) };
	files[1] = (struct starting_file){ "body.txt", body_text(session, settings) };
	files[2] = (struct starting_file){ "progress.csv", "\xEF\xBB\xBF序号,项目名称,责任单位,进展情况\r\n"    /* spreadsheet programs know UTF-8 by the mark */
	                                                   "1,【请填写项目】,【请填写单位】,【请填写进展情况】\r\n2,【请填写项目】,【请填写单位】,【请填写进展情况】\r\n" };
}
