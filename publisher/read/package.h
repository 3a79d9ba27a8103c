/* Members of a ZIP package (an office document), within limits that no honest workbook meets: a bomb is refused before it
 * is unpacked. Private to read/. */
#ifndef READ_PACKAGE_H
#define READ_PACKAGE_H
#include "base/diagnostic.h"
#include "base/file.h"

struct package;
/* NULL with a diagnostic: not there, no ZIP, damaged. at: the place that named it. */
struct package *package_open(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path);
void package_close(struct package *package);
/* 1 and the whole member, 0 if there is none of that name, -1 with a diagnostic (damaged, encrypted, too large). */
int package_member(struct package *package, const char *name, struct bytes *out);
#endif
