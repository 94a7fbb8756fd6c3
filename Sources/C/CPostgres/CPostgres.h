#pragma once

#include <libpq-fe.h>

// Notices would go to standard error, among the lines of the log.
static inline void cpostgres_ignore_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

static inline void cpostgres_silence_notices(PGconn *connection) {
    PQsetNoticeProcessor(connection, cpostgres_ignore_notice, 0);
}
