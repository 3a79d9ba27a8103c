/* Small PDF files with updates behind them, put together object by object, and signatures whose bytes stand right but sign nothing. */
#ifndef TESTS_SIGNED_FILE_H
#define TESTS_SIGNED_FILE_H
#include "unit.h"
#include "base/buffer.h"
#include "finished/changes.h"

struct making {
	struct arena *arena;
	struct buffer out;
	struct { int number, generation; size_t place; bool freed; } entries[40];
	int count;
	size_t section;                    /* of the revision before; 0: none */
	const char *trailer;
};

static inline void making_begin(struct bench *bench, struct making *making)
{
	*making = (struct making){ .arena = bench->arena, .out = { .arena = bench->arena }, .trailer = "/Root 1 0 R /Info 5 0 R" };
	buffer_put(&making->out, "%PDF-1.7\n");
}

static inline void making_object(struct making *making, int number, const char *text)
{
	making->entries[making->count].number = number;
	making->entries[making->count].generation = 0;
	making->entries[making->count].freed = false;
	making->entries[making->count++].place = making->out.length;
	buffer_printf(&making->out, "%d 0 obj\n%s\nendobj\n", number, text);
}

static inline void making_entry(struct making *making, int number, size_t place)   /* place 0: the object is freed */
{
	making->entries[making->count].number = number;
	making->entries[making->count].generation = place ? 0 : 1;
	making->entries[making->count].freed = place == 0;
	making->entries[making->count++].place = place;
}

static inline void making_end(struct making *making)
{
	size_t start = making->out.length;
	buffer_put(&making->out, "xref\n");
	if (!making->section)
		buffer_put(&making->out, "0 1\n0000000000 65535 f \n");
	for (int i = 0; i < making->count; i++)
		buffer_printf(&making->out, "%d 1\n%010zu %05d %c \n", making->entries[i].number, making->entries[i].place, making->entries[i].generation,
		              making->entries[i].freed ? 'f' : 'n');
	buffer_printf(&making->out, "trailer\n<< %s /Size 40", making->trailer);
	if (making->section)
		buffer_printf(&making->out, " /Prev %zu", making->section);
	buffer_printf(&making->out, " >>\nstartxref\n%zu\n%%%%EOF\n", start);
	making->section = start;
	making->count = 0;
}

/* A signature dictionary; its ByteRange is set by making_seal, behind making_end. */
#define SIGNATURE(subfilter, more) "<< /Type /Sig /Filter /X /SubFilter /" subfilter " " more " /ByteRange [0 ********** ********** **********] /Contents <30820000> >>"

static inline void making_seal(struct making *making)
{
	char *range = strstr(making->out.text, "[0 **********");
	assert_non_null(range);
	char *hole = strstr(range, "/Contents <") + 10, text[64];
	size_t start = (size_t)(hole - making->out.text), end = start + 10;
	int length = snprintf(text, sizeof text, "[0 %-10zu %-10zu %-10zu]", start, end, making->out.length - end);
	memcpy(range, text, (size_t)length);
}

struct judged { struct pdf_file *file; struct revisions revisions; struct signatures signatures; struct changes *changes; };

static inline void judge(struct bench *bench, const struct making *making, struct judged *out)
{
	struct bytes bytes = { (const unsigned char *)making->out.text, making->out.length };
	int result = pdf_file_open_bytes(bench->arena, bench->all, "made.pdf", bytes, &out->file);
	if (!result)
		result = revisions_read(bench->arena, out->file, &out->revisions) || signatures_read(bench->arena, &out->revisions, &out->signatures);
	if (result)
		fail_msg("%s", reported(bench));
	out->changes = NULL;
	if (out->signatures.count && out->signatures.items[0].revision != SIZE_MAX)
		changes_read(bench->arena, &out->revisions, &out->signatures, out->signatures.items[0].revision, &out->changes);
}
#endif
