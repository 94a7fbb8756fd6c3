#ifndef DRAFT_SIGNALS_H
#define DRAFT_SIGNALS_H

// Signal handlers and what they need. In C, because a handler may interrupt the Swift runtime anywhere: here it can be
// seen that only async-signal-safe functions are called.

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/// What happened since the notes were last taken; one bit each.
enum draft_note {
    DRAFT_NOTE_RESIZED = 1,
    DRAFT_NOTE_CONTINUED = 2,
    DRAFT_NOTE_STOPPED = 4,
    DRAFT_NOTE_INTERRUPTED = 8,
    DRAFT_NOTE_TERMINATED = 16,
    DRAFT_NOTE_HUNG_UP = 32,
};

#define DRAFT_ALTERNATE_STACK 65536

// The compiler may put these functions into any number of objects, wherever it inlines a caller, but a process has one
// terminal: weak symbols are joined by the linker, static ones would not be.
#define DRAFT_ONE_A_PROCESS __attribute__((weak))

DRAFT_ONE_A_PROCESS struct {
    /// Whether the terminal is ours and would have to be given back.
    bool held;
    struct termios modes;
    char farewell[1024];
    size_t farewell_length;
    int standard_error;
    char crash_notice[1024];
    size_t crash_notice_length;
} draft_terminal = { .standard_error = -1 };

DRAFT_ONE_A_PROCESS struct {
    unsigned notes;
    int doorbell;
    struct sigaction previous[NSIG];
    bool installed[NSIG];
} draft_signals = { .doorbell = -1 };

static inline void draft_write_all(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            // A terminal shared with a program that made it non-blocking. It gets a second to go on, not forever.
            struct pollfd room = { .fd = descriptor, .events = POLLOUT };
            if (poll(&room, 1, 1000) != 0) continue;
        }
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

/// Leaves a note, or none, and rings the doorbell. Async-signal-safe.
static inline void draft_note(unsigned note) {
    uint64_t one = 1;
    __atomic_fetch_or(&draft_signals.notes, note, __ATOMIC_SEQ_CST);
    // It can only fail with the counter full, and then the bell is ringing already.
    ssize_t ignored = write(draft_signals.doorbell, &one, sizeof one);
    (void)ignored;
}

/// Silences the doorbell and returns the notes left since the last call.
static inline unsigned draft_take_notes(void) {
    uint64_t count;
    ssize_t ignored = read(draft_signals.doorbell, &count, sizeof count);
    (void)ignored;
    return __atomic_exchange_n(&draft_signals.notes, 0, __ATOMIC_SEQ_CST);
}

/// Gives the terminal back with its modes as found; once, whoever calls first. Async-signal-safe.
/// `farewell`: whether the terminal still has to be told.
static inline void draft_release_terminal(bool farewell) {
    if (!__atomic_exchange_n(&draft_terminal.held, false, __ATOMIC_SEQ_CST)) return;
    if (farewell) draft_write_all(STDOUT_FILENO, draft_terminal.farewell, draft_terminal.farewell_length);
    tcsetattr(STDIN_FILENO, TCSANOW, &draft_terminal.modes);
    if (draft_terminal.standard_error >= 0) dup2(draft_terminal.standard_error, STDERR_FILENO);
}

static void draft_release_at_exit(void) { draft_release_terminal(true); }

/// From now on every way out gives the terminal back: it writes `farewell` and restores `modes` and standard error.
static inline void draft_hold_terminal(const struct termios *modes, const char *farewell, size_t farewell_length) {
    static bool registered;
    if (!registered) registered = atexit(draft_release_at_exit) == 0;
    draft_terminal.modes = *modes;
    if (farewell_length > sizeof draft_terminal.farewell) farewell_length = sizeof draft_terminal.farewell;
    memcpy(draft_terminal.farewell, farewell, farewell_length);
    draft_terminal.farewell_length = farewell_length;
    __atomic_store_n(&draft_terminal.held, true, __ATOMIC_SEQ_CST);
}

/// The ways out need a copy of standard error while the screen is up, and what to tell there after a crash.
static inline void draft_keep_standard_error(int copy, const char *crash_notice, size_t length) {
    if (length > sizeof draft_terminal.crash_notice) length = sizeof draft_terminal.crash_notice;
    memcpy(draft_terminal.crash_notice, crash_notice, length);
    draft_terminal.crash_notice_length = length;
    draft_terminal.standard_error = copy;
}

static void draft_handle_note(int number) {
    int error = errno;
    switch (number) {
    case SIGWINCH: draft_note(DRAFT_NOTE_RESIZED); break;
    case SIGCONT: draft_note(DRAFT_NOTE_CONTINUED); break;
    case SIGTSTP: draft_note(DRAFT_NOTE_STOPPED); break;
    case SIGINT: draft_note(DRAFT_NOTE_INTERRUPTED); break;
    case SIGTERM: draft_note(DRAFT_NOTE_TERMINATED); break;
    case SIGHUP: draft_note(DRAFT_NOTE_HUNG_UP); break;
    }
    errno = error;
}

static void draft_handle_crash(int number) {
    bool held = __atomic_load_n(&draft_terminal.held, __ATOMIC_SEQ_CST);
    draft_release_terminal(true);
    if (held) draft_write_all(STDERR_FILENO, draft_terminal.crash_notice, draft_terminal.crash_notice_length);
    // The signal is blocked until this handler returns; then it is delivered as if this handler had never been.
    sigaction(number, &draft_signals.previous[number], NULL);
    raise(number);
}

static inline void draft_install(int number, void (*handler)(int), int flags, bool even_if_ignored) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigfillset(&action.sa_mask);
    sigaction(number, NULL, &draft_signals.previous[number]);
    // Who started the program with a signal ignored, as nohup does, means it.
    if (!even_if_ignored && draft_signals.previous[number].sa_handler == SIG_IGN) return;
    sigaction(number, &action, NULL);
    draft_signals.installed[number] = true;
}

static inline void draft_install_signals(int doorbell) {
    static const int crashes[] = { SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE };
    static const int notes[] = { SIGWINCH, SIGCONT, SIGTSTP, SIGINT, SIGTERM, SIGHUP };
    draft_signals.doorbell = doorbell;
    __atomic_store_n(&draft_signals.notes, 0, __ATOMIC_SEQ_CST);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        draft_install(crashes[i], draft_handle_crash, SA_ONSTACK | SA_RESETHAND, true);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        draft_install(notes[i], draft_handle_note, SA_ONSTACK | SA_RESTART,
                      notes[i] == SIGWINCH || notes[i] == SIGCONT);
}

/// Gives signals back, but for those that ask the program to end: it is ending already, and a second one in the middle, such
/// as the hangups of a shell and of the kernel, must not cut off what is still being saved.
static inline void draft_remove_signals(void) {
    for (int number = 1; number < NSIG; number++) {
        if (!draft_signals.installed[number]) continue;
        if (number == SIGHUP || number == SIGTERM || number == SIGINT) continue;
        sigaction(number, &draft_signals.previous[number], NULL);
        draft_signals.installed[number] = false;
    }
}

static inline bool draft_in_foreground(void) {
    pid_t group = tcgetpgrp(STDIN_FILENO);
    return group < 0 || group == getpgrp();
}

static inline bool draft_is_ending(void) {
    const unsigned endings = DRAFT_NOTE_INTERRUPTED | DRAFT_NOTE_TERMINATED | DRAFT_NOTE_HUNG_UP;
    return (__atomic_load_n(&draft_signals.notes, __ATOMIC_SEQ_CST) & endings) != 0;
}

/// Stops the whole job as the terminal's own ^Z would. Returns true when it is continued in the foreground, false when
/// it was told to end without getting there.
static inline bool draft_stop_job(void) {
    static const int numbers[] = { SIGTSTP, SIGTTOU, SIGCONT };
    const size_t count = sizeof numbers / sizeof *numbers;
    struct sigaction ours[sizeof numbers / sizeof *numbers], action;
    struct pollfd doorbell = { .fd = draft_signals.doorbell, .events = POLLIN };
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    // Ignored here while the rest of the job gets it: it is taken up by this very thread afterwards, so that nothing of
    // what follows can run before the stop. To be continued is no news then, so it leaves no note.
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, &ours[0]);
    kill(0, SIGTSTP);
    action.sa_handler = SIG_DFL;
    for (size_t i = 0; i < count; i++) sigaction(numbers[i], &action, i == 0 ? NULL : &ours[i]);
    raise(SIGTSTP);
    while (!draft_in_foreground() && !draft_is_ending()) {
        // What was sent along with the continuation may be noted by another thread a little later.
        poll(&doorbell, 1, 100);
        if (!draft_is_ending()) raise(SIGTTOU);
    }
    for (size_t i = 0; i < count; i++) sigaction(numbers[i], &ours[i], NULL);
    return draft_in_foreground();
}

/// Lets the calling thread take the signals, whatever the thread blocks that made it.
static inline void draft_unblock_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
}

/// A crash from an overflown stack is only survived on another one, and each thread needs its own.
static inline void draft_arm_alternate_stack(void) {
    static __thread bool armed;
    stack_t stack;
    if (armed) return;
    armed = true;
    if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = malloc(DRAFT_ALTERNATE_STACK);
    stack.ss_size = DRAFT_ALTERNATE_STACK;
    if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}

static inline int draft_window_size(struct winsize *size) { return ioctl(STDOUT_FILENO, TIOCGWINSZ, size); }

#endif
