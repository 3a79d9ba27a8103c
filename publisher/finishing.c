/* Packing comes first: a signature holds for the bytes as they are. */
#include "finishing.h"
#include "companion.h"

/* When packing pays by itself ([pdf] compact = auto). It saves about 80 bytes for each object, which costs 2.5 KB of
 * memory and 30 µs. Below the first bound, a tagged table of about 1,000 rows, that is less than about a fifth of the file:
 * fonts and page contents do not shrink. Above the second, about 500 MiB might be more than an office's machine has. */
enum { OBJECTS_PAY = 8000, OBJECTS_MOST = 200000, BYTES_OBJECT = 2500 };

static bool packs(struct session *session, const struct job *job, int objects)
{
	struct arena *arena = session->arena;
	bool wanted = job->compacting == COMPACT_YES || (job->compacting == COMPACT_AUTO && objects >= OBJECTS_PAY);
	if (wanted && job->compacting == COMPACT_AUTO && objects > OBJECTS_MOST) {
		wanted = false;
		REPORT(session->all, compact_too_large, NULL, arena_printf(arena, "%d", objects),
		       arena_printf(arena, "%d", (int)((int64_t)objects * BYTES_OBJECT >> 20)));
	}
	return wanted;
}

static int pack(struct session *session, struct file_writer *writer)
{
	static const char *const arguments[] = { "-", NULL };
	struct companion program = { session, "hongtou-compact", arguments };
	return file_writer_filter(writer, companion_step, &program);
}

int finishing_steps(struct session *session, const struct job *job, struct file_writer *writer, int objects)
{
	int result = 0;
	if (packs(session, job, objects))
		result = pack(session, writer);
	return result;
}
