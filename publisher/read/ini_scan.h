/* The scanner that goes before iniparser. Private to read/. */
#ifndef READ_INI_SCAN_H
#define READ_INI_SCAN_H
#include "read/ini.h"

/* Entries with the scanner's own values. -1 with all diagnostics. */
int ini_scan(struct arena *arena, struct diagnostics *all, const struct source *source, struct ini *out);
#endif
