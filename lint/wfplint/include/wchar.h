#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<wchar.h>)
#define WFPLINT_HOST_WCHAR_H
#endif
#endif
#ifdef WFPLINT_HOST_WCHAR_H
#include_next <wchar.h>
#elif !defined(WFPLINT_WCHAR_H)
#define WFPLINT_WCHAR_H
#include "string.h"
#include "stdio.h"
#endif
