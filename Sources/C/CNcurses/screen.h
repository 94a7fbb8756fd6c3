#ifndef DRAFT_SCREEN_H
#define DRAFT_SCREEN_H

// Must stand before the first system header, or the wide-character functions stay undeclared.
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include <fcntl.h>
#include <ncurses.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <term.h>
#include <wchar.h>

// Swift sees neither macros that are expressions nor, safely, C's global variables: these stand in for them.

/// newterm on the terminal of standard input and `output`, as the database describes `name`; unlike initscr it returns if it
/// fails.
static inline SCREEN *draft_new_screen(const char *name, FILE *output) { return newterm(name, output, stdin); }

/// A file in memory, -1 if there is none to be had. The system's header declares it only to those who ask for GNU's.
static inline int draft_memory(void) {
    extern int memfd_create(const char *, unsigned);
    return memfd_create("frame", 1 /* MFD_CLOEXEC */);
}

/// Makes `descriptor` lead to where `target` leads, not for child processes; false if it cannot be done.
static inline bool draft_redirect(int descriptor, int target) {
    extern int dup3(int, int, int);
    return dup3(target, descriptor, O_CLOEXEC) == descriptor;
}

static inline WINDOW *draft_window(void) { return stdscr; }

static inline int draft_colors(void) { return COLORS; }

static inline int draft_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t draft_attributes(bool bold, bool dim, bool italic, bool underline, bool reverse) {
    return (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (italic ? A_ITALIC : 0) | (underline ? A_UNDERLINE : 0)
        | (reverse ? A_REVERSE : 0);
}

/// wcwidth, which the system's own header only declares to those who ask for X/Open.
static inline int draft_width(wchar_t character) {
    extern int wcwidth(wchar_t);
    return wcwidth(character);
}

/// Sets a cell to a spacing character and what joins it. `text` ends with 0.
static inline int draft_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    // A pair beyond 32767 only fits behind the last argument.
    return setcchar(cell, text, attributes, 0, &pair);
}

/// Lets the next doupdate paint the whole screen, whatever the terminal may show.
static inline void draft_repaint(void) { clearok(curscr, TRUE); }

/// A string capability of the terminal, NULL if it has none of this name.
static inline const char *draft_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

/// Frees what setupterm has read.
static inline void draft_forget_description(void) { del_curterm(cur_term); }

#endif
