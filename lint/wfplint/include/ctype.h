#if !defined(__WFPLINT__) && defined(__has_include_next)
#if __has_include_next(<ctype.h>)
#define WFPLINT_HOST_CTYPE_H
#endif
#endif
#ifdef WFPLINT_HOST_CTYPE_H
#include_next <ctype.h>
#elif !defined(WFPLINT_CTYPE_H)
#define WFPLINT_CTYPE_H
#ifdef __cplusplus
extern "C" {
#endif
int isalpha(int c), isdigit(int c), isxdigit(int c), isspace(int c), isalnum(int c), isprint(int c), isupper(int c),
    islower(int c), ispunct(int c);
int toupper(int c), tolower(int c);
unsigned short towupper(unsigned short c), towlower(unsigned short c);
int iswdigit(unsigned short c), iswalpha(unsigned short c), iswspace(unsigned short c), iswxdigit(unsigned short c);
#ifdef __cplusplus
}
#endif
#endif
