/* The meaning of a title as far as a program can tell it: its words, what must not be torn apart, and how well each gap
 * between words bears the end of a line. Gaps have costs (text/line_outline.h); the search weighs them against the outline.
 *
 * Words come from ICU's dictionary word breaker: it is maintained, on every Debian, and knows the words of official
 * language; it does not know names and short forms (高|新|区, 为|民|办|实|事), which it leaves as single characters. These are
 * held together here, by rules and by what the template and the document itself name. */
#include "layout/title_words.h"
#include <string.h>
#include "base/utf8.h"
#include "text/class.h"
#include "text/line_outline.h"
#include "text/words.h"

enum { COST_NAME = 5000000, COST_CLINGS = 2000, COST_LONE = 150, COST_NUMBER = -40, COST_INSIDE = 150, COST_BODY = -60, DEPTH_MAX = 16 };

struct letter {
	uint32_t code;
	int glyph;                 /* the first of its cluster */
	bool word;                 /* a word begins here */
	int32_t cost;              /* of a line that begins here */
};

struct meaning {
	const struct shaped *title;
	int32_t width;             /* of a line */
	struct letter *letters;    /* and one for the end */
	int count;
};

static void read_letters(struct meaning *meaning, struct arena *arena)
{
	const struct shaped *title = meaning->title;
	meaning->letters = arena_array(arena, (size_t)title->count + 1, sizeof *meaning->letters);
	for (int i = 0; i < title->count; i++) {
		const char *at = title->text + title->cluster[i];
		if (i == 0 || title->cluster[i] != title->cluster[i - 1])
			meaning->letters[meaning->count++] = (struct letter){ .code = utf8_next(&at, title->text + strlen(title->text)), .glyph = i };
	}
	meaning->letters[meaning->count] = (struct letter){ .glyph = title->count, .word = true };
}

/* Does the text stand at a letter? Returns how many letters it has, 0 if it does not. */
static int stands_at(const struct meaning *meaning, int at, const char *text)
{
	const char *end = text + strlen(text);
	int count = 0;
	for (; text < end; count++)
		if (at + count >= meaning->count || meaning->letters[at + count].code != utf8_next(&text, end))
			return 0;
	return count;
}

static bool one_of(const struct meaning *meaning, int at, const char *letters)
{
	const char *end = letters + strlen(letters);
	bool found = false;
	while (letters < end && !found)
		found = at >= 0 && at < meaning->count && utf8_next(&letters, end) == meaning->letters[at].code;
	return found;
}

static bool is_han(uint32_t code) { return char_class(code) == CLASS_HAN && code >= 0x2E80; }

/* ---- words ---- */

static bool is_single(const struct meaning *meaning, int at)
{
	return at >= 0 && at < meaning->count && meaning->letters[at].word && meaning->letters[at + 1].word && is_han(meaning->letters[at].code);
}

/* Words of one character that stand between others and belong to neither. */
static bool is_particle(const struct meaning *meaning, int at)
{
	return one_of(meaning, at, "的和与及或暨对为在向由以于从将把按就并被至");
}

/* 市, 县, 区 before what they qualify (转发市发展改革委…), not behind their name. */
static bool qualifies(const struct meaning *meaning, int at)
{
	static const char *const verbs[] = { "关于", "转发", "印发", "批转", "下达", "公布", "发布", "报送", "表彰", "同意", "做好", "加强", "推进", "开展" };
	bool found = at == 0 || one_of(meaning, at - 1, "、《“");
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0] && !found && at > 1; i++)
		found = stands_at(meaning, at - 2, verbs[i]);
	return found && one_of(meaning, at, "省市县区镇乡");
}

/* A character that the dictionary left alone goes with its neighbours: all of a row of them together, one that is a known
 * ending or beginning of words with that side, any other rather with what stands before it. */
static void join_singles(struct meaning *meaning)
{
	struct letter *letters = meaning->letters;
	for (int i = 1; i < meaning->count; i++) {
		int row = i;
		while (is_single(meaning, row) && !is_particle(meaning, row))
			row++;
		if (row - i > 1 && qualifies(meaning, i))
			i++;
		for (int k = i + 1; k < row; k++)
			letters[k].word = false;
		if (row > i && is_han(letters[i - 1].code) && !is_particle(meaning, i - 1)
		    && one_of(meaning, i, "省市县区州镇乡村局厅部委办处科院会所站队组社化员工性率者费厂校园路街级类型等之了们法金品业节"))
			letters[i].word = qualifies(meaning, i);
		if (row - i == 1 && (qualifies(meaning, i) || one_of(meaning, i, "第各全大小新老总副非无不再多")))
			letters[row].word = false;
		else if (row - i == 1 && letters[i].word)
			letters[i].cost = is_han(letters[i - 1].code) && !is_particle(meaning, i - 1) ? COST_CLINGS : 0;
		i = row > i ? row - 1 : i;
	}
}

static void find_words(struct meaning *meaning, struct layout_job *job, struct arena *arena)
{
	const struct shaped *title = meaning->title;
	bool *starts = arena_array(arena, strlen(title->text) + 1, sizeof *starts);
	bool known = words_find(job->shaper, title->text, starts);
	for (int i = 0; i < meaning->count; i++)
		meaning->letters[i].word = starts[title->cluster[meaning->letters[i].glyph]];
	if (known)
		join_singles(meaning);
	else
		REPORT(job->all, words_unknown, NULL);
}

/* ---- what is kept whole ---- */

static void raise(struct letter *letter, int32_t cost) { letter->cost = letter->cost > cost ? letter->cost : cost; }

static void keep(struct meaning *meaning, int start, int end)
{
	for (int i = start + 1; i < end; i++)
		raise(&meaning->letters[i], COST_NAME);
}

static void keep_name(struct meaning *meaning, const char *name)
{
	for (int i = 0; name && i < meaning->count; i++) {
		int length = stands_at(meaning, i, name);
		if (length < 2)
			continue;
		meaning->letters[i].word = meaning->letters[i + length].word = true;
		meaning->letters[i].cost = 0;
		keep(meaning, i, i + length);
	}
}

/* Names and terms divided by 、 or ，. */
static void keep_list(struct meaning *meaning, struct arena *arena, const char *list)
{
	while (list && *list) {
		size_t length = strcspn(list, ", ");
		const char *comma = strstr(list, "、"), *wide = strstr(list, "，");
		length = comma && (size_t)(comma - list) < length ? (size_t)(comma - list) : length;
		length = wide && (size_t)(wide - list) < length ? (size_t)(wide - list) : length;
		keep_name(meaning, arena_strndup(arena, list, length));
		list += length;
		list += *list == '\0' ? 0 : *list == ',' || *list == ' ' ? 1 : strlen("、");
	}
}

static void keep_names(struct meaning *meaning, struct layout_job *job, struct arena *arena)
{
	const struct document *document = job->document;
	keep_list(meaning, arena, job->style->title_words);
	for (int i = 0; i < document->issuer_count; i++)
		keep_name(meaning, document->issuers[i].name.text);
	for (int i = 0; i < document->mark_line_count; i++)
		keep_name(meaning, document->mark_lines[i].text);
	keep_name(meaning, document->signature.text);
}

static enum char_class class_at(const struct meaning *meaning, int at)
{
	return at < meaning->count ? char_class(meaning->letters[at].code) : CLASS_STOP;
}

/* 2018年度, 1-6月份, 2018—2020年, 5.5万元: the end of the number that begins here. */
static int number_end(const struct meaning *meaning, int at)
{
	for (bool more = true; more;) {
		while (class_at(meaning, at) == CLASS_DIGIT || class_at(meaning, at) == CLASS_NUMBER_SUFFIX || class_at(meaning, at) == CLASS_NARROW_STOP)
			at++;
		if (one_of(meaning, at, "年月日")) {
			at++;
			at += one_of(meaning, at, "度份初末底");
		} else {
			for (int i = 0; i < 2 && at < meaning->count && char_is_measure(meaning->letters[at].code); i++)
				at++;
		}
		more = class_at(meaning, at) == CLASS_CONNECTOR && class_at(meaning, at + 1) == CLASS_DIGIT;
		at += more;
		more |= class_at(meaning, at) == CLASS_DIGIT;
	}
	return at;
}

/* 第二批, 第十三届: the end, or at. */
static int ordinal_end(const struct meaning *meaning, int at)
{
	int end = at + 1;
	while (one_of(meaning, end, "一二三四五六七八九十百零〇0123456789"))
		end++;
	if (end > at + 1 && end < meaning->count && char_is_measure(meaning->letters[end].code))
		end++;
	return end > at + 1 ? end : at;
}

static void keep_numbers(struct meaning *meaning)
{
	for (int i = 0; i < meaning->count; i++) {
		int end = i;
		if (class_at(meaning, i) == CLASS_DIGIT)
			end = number_end(meaning, i);
		else if (one_of(meaning, i, "第"))
			end = ordinal_end(meaning, i);
		if (end <= i)
			continue;
		for (int k = i + 1; k < end; k++)
			meaning->letters[k].word = false;
		meaning->letters[end].word = true;
		meaning->letters[end].cost += COST_NUMBER;
		i = end - 1;
	}
}

/* The kinds of documents (条例 of 2012, article 8) and what else titles end with. */
static int kind_at(const struct meaning *meaning, int at)
{
	static const char *const kinds[] = { "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函",
	                                     "纪要", "汇报", "方案", "办法", "规定", "说明" };
	int length = 0;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !length; i++)
		length = stands_at(meaning, at, kinds[i]);
	bool closes = at + length == meaning->count || one_of(meaning, at + length, "》〉（");
	return closes ? length : 0;
}

/* 的通知 goes with what stands before it; of 情况通报 the kind does not stand alone. */
static void keep_kind(struct meaning *meaning)
{
	for (int i = 1; i < meaning->count; i++) {
		int length = kind_at(meaning, i);
		if (!length)
			continue;
		keep(meaning, i, i + length);
		if (one_of(meaning, i - 1, "的"))
			raise(&meaning->letters[i], COST_NAME);
		else
			meaning->letters[i].cost += 2 * COST_LONE;
	}
}

/* ---- costs ---- */

/* What a gap costs more before and behind a word: one of the letters, or one of the words divided by blanks. */
struct manner { const char *letters, *words; int32_t before, behind; };

static const struct manner manners[] = {
	{ .letters = "的", .before = COST_SPLIT, .behind = 30 },
	{ .letters = "等之了们", .before = COST_ENCLOSED / 2 },
	{ .words = "关于", .before = -90, .behind = COST_NOTICED },
	{ .letters = "、，", .behind = -60 },
	{ .letters = "《“（", .before = -30 },
	{ .letters = "》”）", .behind = -30 },
	{ .letters = "和与及暨或", .before = 20, .behind = COST_LONE },
	{ .words = "以及", .before = 20, .behind = COST_LONE },
	{ .letters = "对为在向由以于从将把按被并", .behind = 400 },
	{ .words = "进一步 加快 全面 切实", .behind = COST_LONE },
	{ .words = "印发 转发 批转", .behind = -30 },
	{ .words = "工作 建设 项目 活动 会议 管理 服务 改革 战略 制度 机制 体系 资金 经费 人员 单位 部门 企业 期间 人民政府", .behind = -40 },
};

/* The word in hand: letters from `at` to `end`. */
static bool is_of(const struct meaning *meaning, const int word[2], const struct manner *manner)
{
	const char *one = manner->words;
	bool found = manner->letters && word[1] == word[0] + 1 && one_of(meaning, word[0], manner->letters);
	while (one && *one && !found) {
		char text[32] = "";
		size_t length = strcspn(one, " ");
		memcpy(text, one, length);
		found = stands_at(meaning, word[0], text) == word[1] - word[0];
		one += length + (one[length] == ' ');
	}
	return found;
}

static int32_t gap_cost(const struct meaning *meaning, int gap)
{
	int32_t cost = COST_WORD_GAP;
	int before[2] = { gap - 1, gap }, behind[2] = { gap, gap + 1 };
	while (!meaning->letters[before[0]].word)
		before[0]--;
	while (!meaning->letters[behind[1]].word)
		behind[1]++;
	for (size_t i = 0; i < sizeof manners / sizeof manners[0]; i++) {
		cost += is_of(meaning, before, &manners[i]) ? manners[i].behind : 0;
		cost += is_of(meaning, behind, &manners[i]) ? manners[i].before : 0;
	}
	cost += is_single(meaning, gap - 1) && !is_particle(meaning, gap - 1) ? COST_LONE : 0;
	return cost;
}

static void add_gap_costs(struct meaning *meaning)
{
	for (int i = 1; i < meaning->count; i++)
		meaning->letters[i].cost += meaning->letters[i].word ? gap_cost(meaning, i) : COST_IN_WORD;
}

/* 《》 and the like: what fits a line is hardly divided, what does not is rather divided elsewhere. */
static void add_enclosed_costs(struct meaning *meaning, int open, int close)
{
	const struct shaped *title = meaning->title;
	int start = meaning->letters[open].glyph, end = meaning->letters[close].glyph + 1;
	bool fits = title->prefix[end] - title->prefix[start] - title->lead[start] - title->trail[end - 1] <= meaning->width;
	for (int i = open + 1; i <= close; i++)
		meaning->letters[i].cost += fits ? COST_ENCLOSED : COST_INSIDE;
}

static void find_enclosed(struct meaning *meaning)
{
	int open[DEPTH_MAX], depth = 0;
	for (int i = 0; i < meaning->count; i++) {
		enum char_class class = class_at(meaning, i);
		if (class == CLASS_OPENING && depth < DEPTH_MAX)
			open[depth++] = i;
		else if (class == CLASS_CLOSING && depth > 0)
			add_enclosed_costs(meaning, open[--depth], i);
	}
}

static int32_t *costs_of_glyphs(const struct meaning *meaning, struct arena *arena)
{
	int32_t *costs = arena_array(arena, (size_t)meaning->title->count + 1, sizeof *costs);
	for (int i = 0; i < meaning->count; i++)
		costs[meaning->letters[i].glyph] = meaning->letters[i].cost;
	return costs;
}

int32_t *title_costs(struct layout_job *job, struct arena *arena, const struct shaped *title, int32_t width)
{
	struct meaning meaning = { .title = title, .width = width };
	read_letters(&meaning, arena);
	find_words(&meaning, job, arena);
	keep_names(&meaning, job, arena);
	keep_numbers(&meaning);
	keep_kind(&meaning);
	add_gap_costs(&meaning);
	find_enclosed(&meaning);
	return costs_of_glyphs(&meaning, arena);
}

/* Does the name of a body or of its area end before the letter? …试验区|东临片区|管理委员会|综合行政执法局 */
static bool body_ends(const struct meaning *meaning, int at)
{
	static const char *const endings[] = { "委员会", "管委会", "政府", "办公室", "办公厅", "党委", "党组", "局", "厅", "院", "省", "市", "县", "区" };
	bool ends = false;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0] && !ends; i++) {
		int length = (int)utf8_count(endings[i]);
		ends = at > length && stands_at(meaning, at - length, endings[i]);
	}
	return ends;
}

int32_t *name_costs(struct layout_job *job, struct arena *arena, const struct shaped *name)
{
	struct meaning meaning = { .title = name, .width = INT32_MAX };
	read_letters(&meaning, arena);
	find_words(&meaning, job, arena);
	keep_numbers(&meaning);
	add_gap_costs(&meaning);
	find_enclosed(&meaning);
	for (int i = 1; i < meaning.count; i++)
		meaning.letters[i].cost += meaning.letters[i].word && body_ends(&meaning, i) ? COST_BODY : 0;
	return costs_of_glyphs(&meaning, arena);
}
