/* A document's metadata by DA/T 46-2009 as XML. Which element is what: catalogue.md. */
#ifndef ARCHIVE_DAT46_H
#define ARCHIVE_DAT46_H
#include "archive/catalogue.h"
#include "base/file.h"

struct dat46_source {
	const struct entry *entry;         /* of the document */
	const char *fonds;                 /* 全宗名称; NULL: not known */
	const char *state;                 /* a remark on what became of it; NULL: it holds */
	int companions;                    /* files kept beside it */
};
/* -1 reported. */
int dat46_xml(struct catalogue *catalogue, const struct dat46_source *source, struct bytes *out);
#endif
