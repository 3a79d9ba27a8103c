/* What hongtou watch says of its rounds: lines on the terminal, and the messages in files beside the PDF. */
#ifndef WATCHING_REPORT_H
#define WATCHING_REPORT_H
#include "session.h"
#include "watch/proof.h"
#include "watch/watched.h"

struct watching_report;
/* The files: OUT.messages.txt and OUT.messages.json for OUT.pdf. */
struct watching_report *watching_report_new(struct session *session, const char *output, struct watched *watched);
void watching_report_free(struct watching_report *report);
void watching_report_address(struct watching_report *report, int port);
/* A round is over: the messages, if they are others than the last time, and a line. */
void watching_report_round(struct watching_report *report, const struct proof *proof, int milliseconds);
bool watching_report_broken(const struct watching_report *report);     /* nobody reads standard output any more */
/* Makes what was collected the messages of the proof. */
void watching_report_messages(const struct diagnostics *all, struct proof *proof);
#endif
