/* For this room alone: the objects of the catalogue's database, as they are made and as verify wants to find them. */
#ifndef ARCHIVE_SCHEMA_H
#define ARCHIVE_SCHEMA_H
#include "base/arena.h"

enum { SCHEMA_APPLICATION = 0x686F6E67 /* "hong" */, SCHEMA_FORMAT = 1 };

struct schema_object { const char *name, *sql; };
/* In the order of making; ends with name NULL. */
const struct schema_object *schema_objects(struct arena *arena);
#endif
