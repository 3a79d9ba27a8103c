/* Where passphrases come from. */
#include "seal/passphrase.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include "base/diagnostic.h"
#include "base/language.h"

void passphrase_wipe(struct passphrase *passphrase) { OPENSSL_cleanse(passphrase, sizeof *passphrase); }

enum { LINE_GOOD = 0, LINE_TOO_LONG = -1 };

/* One line, a byte at a time so that nothing behind it is taken. LINE_GOOD, LINE_TOO_LONG or an errno. */
static int line_read(int fd, struct passphrase *out)
{
	int result = LINE_GOOD;
	for (;;) {
		char c = 0;
		ssize_t got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			result = errno;
		if (got <= 0 || c == '\n')
			break;
		if (out->length < PASSPHRASE_MOST)
			out->text[out->length++] = c;
		else
			result = LINE_TOO_LONG;
	}
	if (out->length && out->text[out->length - 1] == '\r')
		out->length--;
	out->text[out->length] = '\0';
	return result;
}

static int told(struct diagnostics *all, const char *file, int result)
{
	const struct place at = { .file = file };
	if (result == LINE_TOO_LONG)
		return REPORT(all, passphrase_too_long, file ? &at : NULL);
	return result ? REPORT(all, passphrase_unreadable, file ? &at : NULL, error_text(result)) : 0;
}

/* The mode is that of the open file, so that nobody can change files between check and reading. */
static int from_file(struct diagnostics *all, const char *path, struct passphrase *out)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int result = fd < 0 || fstat(fd, &status) ? errno : 0;
	if (result)
		result = REPORT(all, file_open, NULL, path, error_text(result));
	else if (S_ISREG(status.st_mode) && status.st_mode & (S_IRWXG | S_IRWXO))
		result = REPORT(all, passphrase_file_exposed, &(struct place){ .file = path }, path);
	else
		result = told(all, path, line_read(fd, out));
	if (fd >= 0)
		close(fd);
	return result;
}

static bool say(int fd, const char *text)
{
	size_t length = strlen(text);
	return write(fd, text, length) == (ssize_t)length;
}

/* Waits for a line or a signal that would end the program; with ICANON the terminal gives whole lines. 0 or an errno. */
static int wait_for_line(int fd, const sigset_t *ending)
{
	struct pollfd waiting[] = { { .fd = fd, .events = POLLIN }, { .fd = signalfd(-1, ending, SFD_CLOEXEC), .events = POLLIN } };
	int result = waiting[1].fd < 0 || poll(waiting, 2, -1) < 0 ? errno : 0;
	if (!result && waiting[1].revents)
		result = EINTR;
	if (waiting[1].fd >= 0)
		close(waiting[1].fd);
	return result;
}

/* Silent before it asks; waiting input is thrown away (TCSAFLUSH), so that what was typed too early is not taken. */
static int ask(int fd, const char *prompt, const sigset_t *ending, struct passphrase *out)
{
	struct termios before;
	if (tcgetattr(fd, &before))
		return errno;
	struct termios silent = before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	silent.c_lflag |= ICANON;
	int result = tcsetattr(fd, TCSAFLUSH, &silent) || !say(fd, prompt) || !say(fd, ": ") ? errno : wait_for_line(fd, ending);
	if (!result)
		result = line_read(fd, out);
	if ((tcsetattr(fd, TCSAFLUSH, &before) || !say(fd, "\n")) && !result)
		result = errno;
	return result;
}

/* A signal that ends the program waits until the terminal is as it was. */
static int from_terminal(struct diagnostics *all, const char *prompt, struct passphrase *out)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP };
	sigset_t ending, before;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return REPORT(all, passphrase_no_terminal, NULL);
	sigemptyset(&ending);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		sigaddset(&ending, signals[i]);
	sigprocmask(SIG_BLOCK, &ending, &before);
	int result = ask(fd, prompt, &ending, out);
	close(fd);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return told(all, NULL, result);
}

int passphrase_read(struct diagnostics *all, const struct passphrase_source *source, const char *prompt, struct passphrase *out)
{
	out->length = 0;
	out->text[0] = '\0';
	if (source->fd >= 0)
		return told(all, NULL, line_read(source->fd, out));
	return source->file ? from_file(all, source->file, out) : from_terminal(all, prompt, out);
}
