/* Members of a ZIP package (an office document), within limits that no honest workbook meets: a bomb is refused before it
 * is unpacked. Private to read/. */
#ifndef READ_PACKAGE_H
#define READ_PACKAGE_H
#include <stdbool.h>
#include "base/diagnostic.h"
#include "base/file.h"

struct package;
/* NULL with a diagnostic: not there, no ZIP, damaged. at: the place that named it. */
struct package *package_open(struct arena *arena, struct diagnostics *all, const struct place *at, const char *path);
void package_close(struct package *package);
/* Takes a piece of a member; last: nothing follows (and the sum was right), the piece is empty. False: no more is wanted. */
typedef bool package_taker(void *context, struct bytes piece, bool last);
/* Unpacks a member piece by piece. 1 if it was there and taken whole, 0 if there is none of that name, -1 with a diagnostic
 * (damaged, encrypted, too large), or without one if the taker stopped it. */
int package_member(struct package *package, const char *name, package_taker *take, void *context);
#endif
