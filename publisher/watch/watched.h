/* The files that an edition is made from, watched for changes. Folders are watched (inotify), not files: editors save by putting a new file in
 * the old one's place. What the system does not tell, as of folders on other machines, is found by looking at the files' marks. */
#ifndef WATCH_WATCHED_H
#define WATCH_WATCHED_H
#include <stdbool.h>
#include "base/file_mark.h"

struct watched;
enum watched_change { WATCHED_SAME, WATCHED_LOST /* a file went away: saving may be under way */, WATCHED_CHANGED };

/* edition: the INI or the folder that holds it. Anything new in its folder counts as a change, as the edition may have missed it, but what is
 * hidden, temporary or a lock. */
struct watched *watched_new(const char *edition);
void watched_free(struct watched *watched);
/* A file that we write: its changes are none. */
void watched_except(struct watched *watched, const char *path);

/* Files that count, besides the edition: those added since the last watched_begin, once watched_end is called; without `all` what was watched
 * before still is (an edition that cannot be read to its end does not name all of its files). */
void watched_begin(struct watched *watched);
void watched_add(struct watched *watched, const char *path, const struct file_mark *mark);
void watched_end(struct watched *watched, bool all);

bool watched_has(const struct watched *watched, const char *path);     /* is it one of them, by whatever path? */

int watched_descriptor(const struct watched *watched);     /* readable when there is news; -1: none will come by this way */
int watched_error(const struct watched *watched);          /* why folders cannot be watched (errno), or 0 */
enum watched_change watched_read(struct watched *watched);         /* what has happened according to the system */
enum watched_change watched_look(struct watched *watched);         /* … according to the files themselves; notes them as they are */
/* Notes the files as they are: what comes is a change from here on. */
void watched_note(struct watched *watched);
#endif
