/* hongtou conform: the finished pages measured against the clauses of GB/T 9704. Nothing is written. */
#include <getopt.h>
#include <string.h>
#include "base/language.h"
#include "command.h"
#include "conform/conform.h"

static struct conform_subject subject_of(const struct document *document, const uint8_t (*inks)[4])
{
	static const enum conform_format formats[] = {
		[FORMAT_DOCUMENT] = CONFORM_DOCUMENT, [FORMAT_LETTER] = CONFORM_LETTER, [FORMAT_ORDER] = CONFORM_ORDER,
		[FORMAT_MINUTES] = CONFORM_MINUTES, [FORMAT_BULLETIN] = CONFORM_OTHER,
	};
	static const enum conform_signature signatures[] = {
		[SIGNATURE_SEALED] = CONFORM_SEALED, [SIGNATURE_UNSEALED] = CONFORM_UNSEALED, [SIGNATURE_STAMP] = CONFORM_STAMP,
	};
	const char *label = document->attachment_label.text;
	struct conform_subject subject = {
		.format = formats[document->format], .signature = signatures[document->signature_mode],
		.upward = document->direction == DIRECTION_UP, .attachments = document->attachment_count,
		.inks = inks, .notice_label = label && strcmp(label, "附件：") != 0 ? label : NULL,
	};
	for (int i = 0; i < document->attachment_count; i++)
		subject.label_left_out |= !document->attachments[i].label.text;
	return subject;
}

static int measure(struct session *session, struct job *job)
{
	const struct conform_subject subject = subject_of(&job->document, job->printing ? job->printing->inks : NULL);
	struct conform *conform = conform_open(session->arena, job->fonts, &subject);
	size_t count = 0;
	job->style.shift_x = job->style.shift_y = 0;    /* [print] shift is the printer's, not the document's */
	int result = pipeline_pages(session, job, (struct page_receiver){ conform, conform_page }, NULL);
	if (diagnostics_of(session->all, MESSAGE_characters_tightened))
		conform_characters_closer(conform);
	const struct finding *findings = conform_finish(conform, &count);
	if (result || diagnostics_count(session->all, SEVERITY_ERROR))
		return EXIT_INPUT;
	if (session->form == DIAGNOSTIC_JSON)
		conform_print_json(findings, count, stdout);
	else
		conform_print(findings, count, stdout);
	return conform_failed(findings, count) ? EXIT_INPUT : EXIT_OK;
}

int command_conform(struct session *session)
{
	static const struct option options[] = { CHOICE_OPTIONS, { NULL, 0, NULL, 0 } };
	struct job job = { 0 };
	int code = EXIT_OK;
	int option;
	while ((option = getopt_long(session->argument_count, session->arguments, "", options, NULL)) != -1)
		if (!command_choice(session, &job.choices, option, optarg))
			return session_usage(NULL);
	if (optind + 1 != session->argument_count)
		return session_usage(_("name one edition"));
	if (!pipeline_load(session, session->arguments[optind], &job))
		code = measure(session, &job);
	pipeline_close(&job);
	int reported = session_report(session);
	return reported ? reported : code;
}
