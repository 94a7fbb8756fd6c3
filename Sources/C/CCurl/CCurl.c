#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

// The second part of libcurl's name is the version of its binary interface: 4 for every release since 2006.
static const char library[] = "libcurl.so.4";

#define EACH_FUNCTION(DO)                                                                                              \
    DO(global_init)                                                                                                    \
    DO(easy_init)                                                                                                      \
    DO(easy_reset)                                                                                                     \
    DO(easy_cleanup)                                                                                                   \
    DO(easy_strerror)                                                                                                  \
    DO(easy_send)                                                                                                      \
    DO(easy_recv)                                                                                                      \
    DO(easy_setopt)                                                                                                    \
    DO(easy_getinfo)                                                                                                   \
    DO(slist_append)                                                                                                   \
    DO(slist_free_all)                                                                                                 \
    DO(multi_init)                                                                                                     \
    DO(multi_cleanup)                                                                                                  \
    DO(multi_add_handle)                                                                                               \
    DO(multi_remove_handle)                                                                                            \
    DO(multi_perform)                                                                                                  \
    DO(multi_poll)                                                                                                     \
    DO(multi_wakeup)                                                                                                   \
    DO(multi_info_read)

// Typed by the header's declarations, which are not defined here.
#define DECLARE(name) static __typeof__(curl_##name) *name;
EACH_FUNCTION(DECLARE)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_loaded;
static char error[256];

static void keep_error(void) {
    const char *found = dlerror();
    snprintf(error, sizeof error, "%s", found ? found : "libcurl cannot be loaded");
}

static void load(void) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return keep_error();
#define FIND(name)                                                                                                     \
    *(void **)&name = dlsym(handle, "curl_" #name);                                                                    \
    if (!name) return keep_error();
    EACH_FUNCTION(FIND)
    // OpenSSL, left to itself, tears itself down at exit, under the hands of the thread that uses curl. A libcurl without
    // OpenSSL has no such function and no such habit.
    int (*init_crypto)(uint64_t, const void *);
    *(void **)&init_crypto = dlsym(handle, "OPENSSL_init_crypto");
    const uint64_t no_atexit = 0x00080000;
    if (init_crypto && init_crypto(no_atexit, NULL) != 1) {
        snprintf(error, sizeof error, "OpenSSL cannot be set up");
        return;
    }
    is_loaded = true;
}

bool ccurl_load(void) {
    pthread_once(&once, load);
    return is_loaded;
}

const char *ccurl_load_error(void) {
    return error;
}

CURLcode ccurl_global_init(void) {
    return global_init(CURL_GLOBAL_DEFAULT);
}

CURL *ccurl_easy_init(void) {
    return easy_init();
}

void ccurl_easy_reset(CURL *easy) {
    easy_reset(easy);
}

void ccurl_easy_cleanup(CURL *easy) {
    easy_cleanup(easy);
}

const char *ccurl_easy_strerror(CURLcode code) {
    return easy_strerror(code);
}

CURLcode ccurl_easy_send(CURL *easy, const void *bytes, size_t count, size_t *sent) {
    return easy_send(easy, bytes, count, sent);
}

CURLcode ccurl_easy_recv(CURL *easy, void *bytes, size_t count, size_t *received) {
    return easy_recv(easy, bytes, count, received);
}

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_large(CURL *easy, CURLoption option, curl_off_t value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_bytes(CURL *easy, CURLoption option, const void *value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_context(CURL *easy, CURLoption option, void *value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_set_callback(CURL *easy, CURLoption option, ccurl_data_callback value) {
    return easy_setopt(easy, option, value);
}

CURLcode ccurl_get_status(CURL *easy, long *value) {
    return easy_getinfo(easy, CURLINFO_RESPONSE_CODE, value);
}

CURLcode ccurl_get_socket(CURL *easy, curl_socket_t *value) {
    return easy_getinfo(easy, CURLINFO_ACTIVESOCKET, value);
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list) {
    slist_free_all(list);
}

CURLM *ccurl_multi_init(void) {
    return multi_init();
}

CURLMcode ccurl_multi_cleanup(CURLM *multi) {
    return multi_cleanup(multi);
}

CURLMcode ccurl_multi_add_handle(CURLM *multi, CURL *easy) {
    return multi_add_handle(multi, easy);
}

CURLMcode ccurl_multi_remove_handle(CURLM *multi, CURL *easy) {
    return multi_remove_handle(multi, easy);
}

CURLMcode ccurl_multi_perform(CURLM *multi, int *running) {
    return multi_perform(multi, running);
}

CURLMcode ccurl_multi_poll(CURLM *multi, struct curl_waitfd *watches, unsigned count, int timeout, int *ready) {
    return multi_poll(multi, watches, count, timeout, ready);
}

CURLMcode ccurl_multi_wakeup(CURLM *multi) {
    return multi_wakeup(multi);
}

CURLMsg *ccurl_multi_info_read(CURLM *multi, int *left) {
    return multi_info_read(multi, left);
}

CURLcode ccurl_message_result(const CURLMsg *message) {
    return message->data.result;
}
