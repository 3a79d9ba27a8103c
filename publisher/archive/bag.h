/* A bag (BagIt 1.0, RFC 8493): files under data/ with a manifest of their SHA-256, made under another name and renamed when whole. */
#ifndef ARCHIVE_BAG_H
#define ARCHIVE_BAG_H
#include "base/file.h"

struct bag;

/* -1 reported: something of that name is there already, or it cannot be made. */
int bag_open(struct arena *arena, struct diagnostics *all, const char *path, struct bag **out);
/* A file of the payload; path below data/, with / between folders. */
int bag_add(struct bag *bag, const char *path, struct bytes bytes);
/* A line of bag-info.txt (RFC 8493, 2.2.2); value without line ends. */
void bag_info(struct bag *bag, const char *label, const char *value);
int bag_commit(struct bag *bag);
void bag_close(struct bag *bag);                       /* what was not committed is removed; NULL is allowed */
/* A name that every file system and `sha256sum -c` take: at most 80 characters, no / \ : * ? " < > | % and control characters. */
const char *bag_name(struct arena *arena, const char *text);
#endif
