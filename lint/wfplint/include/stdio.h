#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<stdio.h>)
#define WFPLINT_HOST_STDIO_H
#endif
#endif
#ifdef WFPLINT_HOST_STDIO_H
#include_next <stdio.h>
#elif !defined(WFPLINT_STDIO_H)
#define WFPLINT_STDIO_H
#include "stddef.h"
#include "stdarg.h"
#ifdef __cplusplus
extern "C" {
#endif
typedef struct _iobuf FILE;
int printf(const char *format, ...), sprintf(char *to, const char *format, ...),
    snprintf(char *to, size_t room, const char *format, ...);
int _snprintf(char *to, size_t room, const char *format, ...),
    sprintf_s(char *to, size_t room, const char *format, ...);
int _snprintf_s(char *to, size_t room, size_t size, const char *format, ...);
int vsprintf(char *to, const char *format, va_list list),
    vsnprintf(char *to, size_t room, const char *format, va_list list);
int _vsnprintf(char *to, size_t room, const char *format, va_list list),
    vsprintf_s(char *to, size_t room, const char *format, va_list list);
int swprintf(wchar_t *to, size_t room, const wchar_t *format, ...),
    swprintf_s(wchar_t *to, size_t room, const wchar_t *format, ...);
int _snwprintf(wchar_t *to, size_t room, const wchar_t *format, ...),
    _snwprintf_s(wchar_t *to, size_t room, size_t size, const wchar_t *format, ...);
int _vsnwprintf(wchar_t *to, size_t room, const wchar_t *format, va_list list),
    sscanf(const char *from, const char *format, ...);
int sscanf_s(const char *from, const char *format, ...);
#ifdef __cplusplus
}
#endif
#endif
