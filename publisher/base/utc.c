#include "base/utc.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY_LENGTH = 10 };      /* of YYYY-MM-DD */

const char *utc_text(struct arena *arena, int64_t seconds, const char *form)
{
	time_t time = (time_t)seconds;
	struct tm parts;
	char text[60] = "";
	bool good = gmtime_r(&time, &parts) && strftime(text, sizeof text, form, &parts) > 0;
	return good ? arena_strdup(arena, text) : "?";
}

bool utc_is_day(const char *text)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year, month, day, end = 0;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != DAY_LENGTH || text[end] || strspn(text, "0123456789-") != DAY_LENGTH)
		return false;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

int utc_read(const char *text, int64_t *out)
{
	struct tm utc = { .tm_isdst = 0 };
	char day[DAY_LENGTH + 1] = "";
	strncpy(day, text, DAY_LENGTH);
	const char *end = utc_is_day(day) ? strptime(text, UTC_DAY, &utc) : NULL;
	if (end && *end)
		end = strptime(end, "T%H:%M:%SZ", &utc);
	if (!end || *end)
		return -1;
	*out = timegm(&utc);
	return 0;
}
