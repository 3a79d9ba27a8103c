/* Moments in words: seconds since 1970-01-01 UTC (int64_t: past 2038), and back. */
#ifndef BASE_UTC_H
#define BASE_UTC_H
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

#define UTC_DAY "%Y-%m-%d"                     /* 2026-11-26 */
#define UTC_SECOND UTC_DAY "T%H:%M:%SZ"        /* 2026-11-26T08:30:00Z (RFC 3339) */
#define UTC_WORDS UTC_DAY " %H:%M:%S UTC"      /* 2026-11-26 08:30:00 UTC */

/* In a form of strftime, less than 60 bytes, in the arena. "?": the calendar does not go so far. */
const char *utc_text(struct arena *arena, int64_t seconds, const char *form);
bool utc_is_day(const char *text);             /* YYYY-MM-DD, and there was or will be such a day */
/* 2018-07-31 (its beginning) or 2018-07-31T09:30:00Z. -1: it is neither, or there is no such day. */
int utc_read(const char *text, int64_t *out);
#endif
