#include "command.h"
#include <string.h>

bool command_choice(struct session *session, struct choices *choices, int option, const char *value)
{
	if (option == COMMAND_SET)
		choices_set(session->arena, choices, value);
	else if (option == COMMAND_FOR)
		choices->variant = value;
	return option == COMMAND_SET || option == COMMAND_FOR;
}

bool command_is_all(const char *output) { return strcmp(output, "all") == 0 || strcmp(output, "全部") == 0; }

struct outputs {
	struct session *session;
	const struct choices *choices;
	void (*one)(void *context, struct session *session, struct job *job);
	void *context;
};

static void call_apart(const struct outputs *outputs, const char *variant, struct job *job)
{
	struct session *session = outputs->session, apart = *session;
	apart.all = diagnostics_new(session->arena);
	if (session->strict)
		diagnostics_make_warnings_errors(apart.all);
	job->choices = *outputs->choices;
	job->choices.variant = variant;
	outputs->one(outputs->context, &apart, job);
	diagnostics_take(session->all, apart.all);
	session->companion_code = apart.companion_code;
}

static void call_each(const struct outputs *outputs, struct fonts *fonts)
{
	struct job plain = { .fonts = fonts };
	const struct words *names = NULL;
	call_apart(outputs, NULL, &plain);
	size_t count = plain.settings ? settings_instances(plain.settings, "output", &names) : 0;
	for (size_t i = 0; i < count; i++) {
		struct job job = { .fonts = fonts };
		if (command_is_all(names[i].text)) {
			REPORT(outputs->session->all, output_reserved, &names[i].at, names[i].text);
			continue;
		}
		call_apart(outputs, names[i].text, &job);
		pipeline_close(&job);
	}
	pipeline_close(&plain);
}

void command_each_output(struct session *session, const struct choices *choices, void (*one)(void *context, struct session *session, struct job *job), void *context)
{
	const struct outputs outputs = { session, choices, one, context };
	struct fonts *fonts = NULL;
	if (!fonts_open(session->all, pipeline_catalogues(session), &fonts))
		call_each(&outputs, fonts);
	fonts_close(fonts);
}
