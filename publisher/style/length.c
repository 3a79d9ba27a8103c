#include "style/length.h"
#include <stdbool.h>
#include <string.h>

/* 号 → millipoints, as word processors have them (GB/T 9704 uses 二号, 三号 and 四号 only). */
static const struct { const char *name; mpt size; } sizes[] = {
	{ "初号", 42000 }, { "小初", 36000 }, { "一号", 26000 }, { "小一", 24000 }, { "二号", 22000 }, { "小二", 18000 },
	{ "三号", 16000 }, { "小三", 15000 }, { "四号", 14000 }, { "小四", 12000 }, { "五号", 10500 }, { "小五", 9000 },
	{ "六号", 7500 }, { "小六", 6500 }, { "七号", 5500 }, { "八号", 5000 }, { "2号", 22000 }, { "3号", 16000 }, { "4号", 14000 },
	{ "5号", 10500 },
};

/* A decimal number with at most four digits behind the point, in ten-thousandths; NULL if there is none. */
static const char *decimal(const char *at, int64_t *out)
{
	bool negative = *at == '-', any = false;
	int64_t value = 0, places = 10000;
	at += negative;
	for (; *at >= '0' && *at <= '9' && value < 1000000000000LL; at++, any = true)
		value = value * 10 + (*at - '0');
	value *= 10000;
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9'; at++, any = true)
			value += (*at - '0') * (places /= 10);
	*out = negative ? -value : value;
	return any ? at : NULL;
}

static int with_unit(int64_t number, const char *unit, mpt em, mpt *out)
{
	/* 行 (clause 3): a character's height and 7/8 of that of a 三号 character */
	const struct { const char *name; int64_t numerator, denominator; } units[] = {
		{ "mm", 360000, 127 }, { "cm", 3600000, 127 }, { "pt", 1000, 1 }, { "em", em, 1 }, { "字", em, 1 }, { "行", em + 14000, 1 },
	};
	if (!*unit && number == 0) {
		*out = 0;
		return 0;
	}
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (strcmp(unit, units[i].name) != 0)
			continue;
		int64_t limit = INT64_C(10000) * 10000000;
		if (number > limit || number < -limit)
			return -1;
		int64_t length = rounded_ratio(number, units[i].numerator, units[i].denominator * 10000);
		*out = (mpt)length;
		return length > 100000000 || length < -100000000 ? -1 : 0;
	}
	return -1;
}

int length_parse(struct diagnostics *all, const struct words *value, mpt em, mpt *out)
{
	int64_t number = 0;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		if (strcmp(value->text, sizes[i].name) == 0) {
			*out = sizes[i].size;
			return 0;
		}
	}
	const char *unit = decimal(value->text, &number);
	while (unit && *unit == ' ')
		unit++;
	if (!unit || with_unit(number, unit, em, out))
		return REPORT(all, value_no_length, &value->at, value->text);
	return 0;
}
