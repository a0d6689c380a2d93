/*
 * verto_punt <sessid>: close the socket of one session of mod_verto, now.
 *
 * This file is included by an operator's own mod_verto.c; README.md beside it says where, and how to see that it works.
 *
 * Everything happens while mod_verto's lock on its table of sessions is held, and nothing in here waits:
 * - A thread takes its session out of the table, under this lock, before it closes the socket. So a session that is found
 *   has an open socket of its own, and the number cannot meanwhile belong to another client.
 * - Nobody else waits longer than a few system calls take. (A takeover in mod_verto writes under the same lock, and stops
 *   all logins for seconds when the client that is taken over does not read.)
 * - The WebSocket object is left alone: its own thread may be writing with it, or freeing it.
 */

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* A text frame from a server: 0x81, the length, the text. Less than 126 bytes, so the length is one byte. */
static const char verto_punt_text[] = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"verto.punt\",\"params\":{}}";

/* Tell the client why, if its socket takes the whole frame at once. Returns whether it did. */
static int verto_punt_tell(jsock_t *jsock)
{
	unsigned char frame[2 + sizeof(verto_punt_text) - 1];
	struct pollfd ready = { 0 };
	int told = 0;

	/* Only TLS's own thread may write to it. Behind our guard nobody speaks TLS. */
	if (jsock->ptype & PTYPE_CLIENT_SSL) {
		return 0;
	}

	/* Somebody is writing: our frame would end up inside theirs. Mostly that is a client which does not read. */
	if (switch_mutex_trylock(jsock->write_mutex) != SWITCH_STATUS_SUCCESS) {
		return 0;
	}

	frame[0] = 0x81;
	frame[1] = (unsigned char) (sizeof(frame) - 2);
	memcpy(frame + 2, verto_punt_text, sizeof(frame) - 2);

	ready.fd = jsock->client_socket;
	ready.events = POLLOUT;
	if (poll(&ready, 1, 0) == 1 && ready.revents == POLLOUT) {
		told = send(jsock->client_socket, frame, sizeof(frame), MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t) sizeof(frame);
	}

	switch_mutex_unlock(jsock->write_mutex);
	return told;
}

SWITCH_STANDARD_API(verto_punt_function)
{
	jsock_t *jsock;
	int found = 0, error = 0;

	if (zstr(cmd)) {
		stream->write_function(stream, "-ERR usage: verto_punt <sessid>");
		return SWITCH_STATUS_SUCCESS;
	}

	switch_mutex_lock(verto_globals.jsock_mutex);
	if ((jsock = switch_core_hash_find(verto_globals.jsock_hash, cmd))) {
		found = 1;
		/* Its thread ends at the next look, at most 50 ms later if nothing woke it. */
		jsock->drop = 1;
		if (!verto_punt_tell(jsock)) {
			/* What is queued for a client that does not read is thrown away with the socket, instead of being kept
			   by the kernel until the client reads. */
			struct linger reset = { 1, 0 };
			setsockopt(jsock->client_socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		}
		/* Wakes the thread from whatever read or write it is in. */
		if (shutdown(jsock->client_socket, SHUT_RDWR) != 0) {
			error = errno;
		}
	}
	switch_mutex_unlock(verto_globals.jsock_mutex);

	if (!found) {
		stream->write_function(stream, "-ERR no such session");
	} else if (error && error != ENOTCONN) {
		/* It ends all the same, because of drop. */
		stream->write_function(stream, "-ERR shutdown: %s", strerror(error));
	} else {
		stream->write_function(stream, "+OK");
	}

	return SWITCH_STATUS_SUCCESS;
}
