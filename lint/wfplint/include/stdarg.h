#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<stdarg.h>)
#define WFPLINT_HOST_STDARG_H
#endif
#endif
#ifdef WFPLINT_HOST_STDARG_H
#include_next <stdarg.h>
#elif !defined(WFPLINT_STDARG_H)
#define WFPLINT_STDARG_H
typedef __builtin_va_list va_list;
#ifndef va_start
#define va_start __builtin_va_start
#define va_arg __builtin_va_arg
#define va_end __builtin_va_end
#define va_copy __builtin_va_copy
#endif
#endif
