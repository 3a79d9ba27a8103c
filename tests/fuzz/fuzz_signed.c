/* Any bytes as a signed file: revisions, signatures and changes are read to the end, and what is said of them holds. */
#include "fuzz.h"
#include "finished/changes.h"

static void hold(const struct revisions *revisions, const struct signatures *signatures)
{
	size_t before = 0;
	for (size_t i = 0; i < revisions->count; i++) {
		require(revisions->items[i].start == before && revisions->items[i].end > before && revisions->items[i].end <= revisions->bytes.length);
		before = revisions->items[i].end;
	}
	require(before + revisions->behind == revisions->bytes.length);
	for (size_t i = 0; i < signatures->count; i++) {
		const struct signature *signature = &signatures->items[i];
		bool ends = signature->revision != (size_t)-1;
		require(ends == (signature->parts[0].length > 0));
		if (!ends)
			continue;
		const unsigned char *hole = signature->parts[0].data + signature->parts[0].length;
		require(signature->parts[0].data == revisions->bytes.data && *hole == '<' && signature->parts[1].data[-1] == '>');
		require(signature->parts[1].data > hole);
		size_t end = (size_t)(signature->parts[1].data - revisions->bytes.data) + signature->parts[1].length;
		require(end >= revisions->items[signature->revision].mark && end <= revisions->items[signature->revision].end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct diagnostics *all = diagnostics_new(arena);
	struct pdf_file *file;
	struct revisions revisions;
	struct signatures signatures;
	struct changes *changes;
	if (pdf_file_open_bytes(arena, all, "f", (struct bytes){ data, size }, &file) == 0) {
		if (revisions_read(arena, file, &revisions) == 0 && signatures_read(arena, &revisions, &signatures) == 0) {
			hold(&revisions, &signatures);
			if (signatures.count && signatures.items[0].revision != (size_t)-1)
				changes_read(arena, &revisions, &signatures, signatures.items[0].revision, &changes);
		} else {
			require(diagnostics_count(all, SEVERITY_ERROR) > 0);
		}
		pdf_file_close(file);
	}
	arena_free(arena);
	return 0;
}
