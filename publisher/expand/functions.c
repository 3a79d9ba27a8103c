#include "expand/functions.h"
#include <string.h>
#include "read/nearest.h"

const struct function_form functions[FUNCTION_COUNT_OF] = {
	[FUNCTION_SUM] = { "sum", "合计", "sum(列, 列=值, …)", -1, -1 },
	[FUNCTION_COUNT] = { "count", "计数", "count(列=值, …)", -1, -1 },
	[FUNCTION_SHARE] = { "share", "占比", "share(列=值, …)", -1, -1 },
	[FUNCTION_MEAN] = { "mean", "平均", "mean(列, 列=值, …)", -1, -1 },
	[FUNCTION_MIN] = { "min", "最小", "min(列, 列=值, …)", -1, -1 },
	[FUNCTION_MAX] = { "max", "最大", "max(列, 列=值, …)", -1, -1 },
	[FUNCTION_GROUPS] = { "groups", "组数", "groups(列, 列=值, …)", -1, -1 },
	[FUNCTION_CELL] = { "cell", "取值", "cell(列, 列=值, …)", -1, -1 },
	[FUNCTION_LIST] = { "list", "列举", "list(列, 列=值, …)", -1, -1 },
	[FUNCTION_FIXED] = { "fixed", "小数", "fixed(数, 2)", 2, 2 },
	[FUNCTION_GROUPED] = { "grouped", "千分位", "grouped(数)", 1, 1 },
	[FUNCTION_PERCENT] = { "percent", "百分数", "percent(数, 1)", 1, 2 },
	[FUNCTION_WAN] = { "wan", "万", "wan(数, 2)", 1, 2 },
	[FUNCTION_YI] = { "yi", "亿", "yi(数, 2)", 1, 2 },
	[FUNCTION_ABS] = { "abs", "绝对值", "abs(数)", 1, 1 },
	[FUNCTION_HAN] = { "han", "汉字", "han(数)", 1, 1 },
	[FUNCTION_DIGITS] = { "digits", "汉字位", "digits(数)", 1, 1 },
	[FUNCTION_DATE] = { "date", "日期", "date(日期)", 1, 1 },
	[FUNCTION_HAN_DATE] = { "han_date", "汉字日期", "han_date(日期)", 1, 1 },
	[FUNCTION_YEAR] = { "year", "年", "year(日期)", 1, 1 },
	[FUNCTION_MONTH] = { "month", "月", "month(日期)", 1, 1 },
	[FUNCTION_DAY] = { "day", "日", "day(日期)", 1, 1 },
};

int function_find(const char *name)
{
	int found = -1;
	for (int i = 0; i < FUNCTION_COUNT_OF && found < 0; i++)
		if (strcmp(functions[i].name, name) == 0 || strcmp(functions[i].chinese, name) == 0)
			found = i;
	return found;
}

const char *function_nearest(const char *name)
{
	const char *names[2 * FUNCTION_COUNT_OF];
	for (int i = 0; i < FUNCTION_COUNT_OF; i++) {
		names[2 * i] = functions[i].name;
		names[2 * i + 1] = functions[i].chinese;
	}
	return nearest(name, names, 2 * FUNCTION_COUNT_OF);
}
