#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<string.h>)
#define WFPLINT_HOST_STRING_H
#endif
#endif
#ifdef WFPLINT_HOST_STRING_H
#include_next <string.h>
#elif !defined(WFPLINT_STRING_H)
#define WFPLINT_STRING_H
#include "stddef.h"
#ifdef __cplusplus
extern "C" {
#endif
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
char *strcpy(char *to, const char *from), *strncpy(char *to, const char *from, size_t size);
char *strcat(char *to, const char *from), *strncat(char *to, const char *from, size_t size);
size_t strlen(const char *text), strnlen(const char *text, size_t size), wcslen(const wchar_t *text),
    wcsnlen(const wchar_t *text, size_t size);
int strcmp(const char *a, const char *b), strncmp(const char *a, const char *b, size_t size);
int _stricmp(const char *a, const char *b), _strnicmp(const char *a, const char *b, size_t size);
int _wcsicmp(const wchar_t *a, const wchar_t *b), _wcsnicmp(const wchar_t *a, const wchar_t *b, size_t size);
int wcscmp(const wchar_t *a, const wchar_t *b), wcsncmp(const wchar_t *a, const wchar_t *b, size_t size);
wchar_t *wcscpy(wchar_t *to, const wchar_t *from), *wcsncpy(wchar_t *to, const wchar_t *from, size_t size);
wchar_t *wcscat(wchar_t *to, const wchar_t *from), *wcsncat(wchar_t *to, const wchar_t *from, size_t size);
int _memicmp(const void *a, const void *b, size_t size);
wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t size);
int memcpy_s(void *to, size_t room, const void *from, size_t size);
int memmove_s(void *to, size_t room, const void *from, size_t size);
int strcpy_s(char *to, size_t room, const char *from),
    strncpy_s(char *to, size_t room, const char *from, size_t size);
int strcat_s(char *to, size_t room, const char *from);
int wcscpy_s(wchar_t *to, size_t room, const wchar_t *from),
    wcsncpy_s(wchar_t *to, size_t room, const wchar_t *from, size_t size);
int wcscat_s(wchar_t *to, size_t room, const wchar_t *from);
char *_strlwr(char *text), *_strupr(char *text);
wchar_t *_wcslwr(wchar_t *text), *_wcsupr(wchar_t *text);
#ifdef __cplusplus
}
/* C++ has a writable and a read-only form of the searching functions. */
extern "C++" {
inline const void *memchr(const void *in, int byte, size_t size) { return __builtin_memchr(in, byte, size); }
inline void *memchr(void *in, int byte, size_t size) { return __builtin_memchr(in, byte, size); }
inline const char *strchr(const char *in, int c) { return __builtin_strchr(in, c); }
inline char *strchr(char *in, int c) { return __builtin_strchr(in, c); }
inline const char *strrchr(const char *in, int c) { return __builtin_strrchr(in, c); }
inline char *strrchr(char *in, int c) { return __builtin_strrchr(in, c); }
inline const char *strstr(const char *in, const char *what) { return __builtin_strstr(in, what); }
inline char *strstr(char *in, const char *what) { return __builtin_strstr(in, what); }
const wchar_t *wcschr(const wchar_t *in, wchar_t c);
wchar_t *wcschr(wchar_t *in, wchar_t c);
const wchar_t *wcsrchr(const wchar_t *in, wchar_t c);
wchar_t *wcsrchr(wchar_t *in, wchar_t c);
const wchar_t *wcsstr(const wchar_t *in, const wchar_t *what);
wchar_t *wcsstr(wchar_t *in, const wchar_t *what);
}
#else
void *memchr(const void *in, int byte, size_t size);
char *strchr(const char *in, int c), *strrchr(const char *in, int c), *strstr(const char *in, const char *what);
wchar_t *wcschr(const wchar_t *in, wchar_t c), *wcsrchr(const wchar_t *in, wchar_t c),
    *wcsstr(const wchar_t *in, const wchar_t *what);
#endif
#endif
