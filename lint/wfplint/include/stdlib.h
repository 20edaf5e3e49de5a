#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<stdlib.h>)
#define WFPLINT_HOST_STDLIB_H
#endif
#endif
#ifdef WFPLINT_HOST_STDLIB_H
#include_next <stdlib.h>
#elif !defined(WFPLINT_STDLIB_H)
#define WFPLINT_STDLIB_H
#include "stddef.h"
#include "limits.h"
#ifdef __cplusplus
extern "C" {
#endif
#ifndef _MAX_PATH
#define _MAX_PATH 260
#endif
#ifndef min
#ifndef __cplusplus
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#endif
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
void *malloc(size_t size), *calloc(size_t count, size_t size), *realloc(void *block, size_t size);
void free(void *block), abort(void), exit(int code);
int atoi(const char *text), abs(int value), rand(void);
void srand(unsigned int seed);
long atol(const char *text), strtol(const char *text, char **end, int base), labs(long value);
unsigned long strtoul(const char *text, char **end, int base), wcstoul(const wchar_t *text, wchar_t **end, int base);
long wcstol(const wchar_t *text, wchar_t **end, int base);
long long _atoi64(const char *text);
int _wtoi(const wchar_t *text);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
unsigned short _byteswap_ushort(unsigned short value);
unsigned long _byteswap_ulong(unsigned long value);
unsigned long long _byteswap_uint64(unsigned long long value);
unsigned int _rotl(unsigned int value, int shift), _rotr(unsigned int value, int shift);
#ifdef __cplusplus
}
#endif
#endif
