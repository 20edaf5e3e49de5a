#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<stddef.h>)
#define WFPLINT_HOST_STDDEF
#endif
#endif
#ifdef WFPLINT_HOST_STDDEF
#include_next <stddef.h>
#elif !defined(WFPLINT_STDDEF_H)
#define WFPLINT_STDDEF_H
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif
#ifdef __cplusplus
typedef decltype(nullptr) nullptr_t;
namespace std { using ::size_t; using ::ptrdiff_t; using ::nullptr_t; }
#endif
#ifndef NULL
#ifdef __cplusplus
#define NULL 0
#else
#define NULL ((void *)0)
#endif
#endif
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
#endif
