/* Packing comes first: a signature holds for the bytes as they are. */
#include "finishing.h"
#include <unistd.h>
#include "companion.h"

/* When packing pays by itself ([pdf] compact = auto). It saves about 80 bytes for each object, which costs 2.5 KB of
 * memory and 30 µs. Below the first bound, a tagged table of about 1,000 rows, that is less than about a fifth of the file:
 * fonts and page contents do not shrink. Above the second, about 500 MiB might be more than an office's machine has.
 * A file without tags, a draft, has few objects beside its contents. */
enum { OBJECTS_PAY = 8000, OBJECTS_MOST = 200000, BYTES_OBJECT = 2500 };

static bool packs(struct session *session, const struct job *job, int objects)
{
	struct arena *arena = session->arena;
	bool by_itself = job->compacting == COMPACT_AUTO && job->tagged && objects >= OBJECTS_PAY;
	bool wanted = job->compacting == COMPACT_YES || by_itself;
	if (by_itself && objects > OBJECTS_MOST) {
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

/* ---- signatures ---- */

enum { ARGUMENTS_MOST = 32 };  /* more than sign() below has */
struct arguments { const char *list[ARGUMENTS_MOST + 1]; int count; };

static void add(struct arguments *arguments, const char *option, const char *value)
{
	if (!value)
		return;
	arguments->list[arguments->count++] = option;
	arguments->list[arguments->count++] = value;
}

/* Evidence comes with every signature, the time stamp of the whole with the last alone: it covers them all. */
static const char *level_of(const struct sealing *sealing, int i)
{
	static const char *const names[] = { "b-b", "b-t", "b-lt", "b-lta" };
	return names[i + 1 < sealing->count && sealing->level == SEALING_B_LTA ? SEALING_B_LT : sealing->level];
}

static int sign(struct session *session, const struct sealing *sealing, struct file_writer *writer, int i)
{
	const struct sealing_seal *seal = &sealing->seals[i];
	struct arguments arguments = { .list = { "-" }, .count = 1 };
	add(&arguments, "-o", "-");
	add(&arguments, "--key", seal->key);
	add(&arguments, "--certificate", seal->certificate);
	add(&arguments, "--module", seal->module);
	add(&arguments, "--pass-file", seal->pass_file);
	add(&arguments, "--pass-fd", seal->pass_file ? NULL : sealing->pass_fd);
	add(&arguments, "--field", seal->field);
	add(&arguments, "--seal", seal->picture);
	add(&arguments, "--level", level_of(sealing, i));
	add(&arguments, "--timestamp", sealing->level >= SEALING_B_T ? sealing->timestamp : NULL);
	add(&arguments, "--trust", sealing->trust);
	add(&arguments, "--reason", sealing->reason);
	if (!seal->field)
		arguments.list[arguments.count++] = "--invisible";
	struct companion program = { session, "hongtou-sign", arguments.list };
	return file_writer_filter(writer, companion_step, &program);
}

int finishing_steps(struct session *session, const struct job *job, struct file_writer *writer, int objects)
{
	int result = 0;
	if (packs(session, job, objects))
		result = pack(session, writer);
	for (int i = 0; i < job->sealing.count && !result; i++)
		result = sign(session, &job->sealing, writer, i);
	return result;
}

int finishing_archive(struct session *session, const struct job *job, const char *output)
{
	const char *trust = job->sealing.trust;
	const char *const arguments[] = { "add", job->sealing.archive, output, "--if-new", trust ? "--trust" : NULL, trust, NULL };
	return job->sealing.archive ? companion_filter(session, "hongtou-archive", arguments, STDIN_FILENO, STDOUT_FILENO) : 0;
}
