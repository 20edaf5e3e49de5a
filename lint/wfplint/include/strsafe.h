#ifndef WFPLINT_STRSAFE_H
#define WFPLINT_STRSAFE_H
#include "ntdef.h"
#define STRSAFE_MAX_CCH 2147483647
EXTERN_C_START
HRESULT StringCchCopyA(PSTR To, size_t Room, PCSTR From), StringCchCopyNA(PSTR To, size_t Room, PCSTR From, size_t Size), StringCchCopyExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    StringCchCatA(PSTR To, size_t Room, PCSTR From), StringCchCatNA(PSTR To, size_t Room, PCSTR From, size_t Size), StringCchCatExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    StringCchLengthA(PCSTR Text, size_t Room, size_t *Size),
    StringCchPrintfA(PSTR To, size_t Room, PCSTR Format, ...), StringCchPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, ...),
    StringCchVPrintfA(PSTR To, size_t Room, PCSTR Format, va_list List), StringCchVPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, va_list List);
HRESULT StringCchCopyW(PWSTR To, size_t Room, PCWSTR From), StringCchCopyNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), StringCchCopyExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    StringCchCatW(PWSTR To, size_t Room, PCWSTR From), StringCchCatNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), StringCchCatExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    StringCchLengthW(PCWSTR Text, size_t Room, size_t *Size),
    StringCchPrintfW(PWSTR To, size_t Room, PCWSTR Format, ...), StringCchPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, ...),
    StringCchVPrintfW(PWSTR To, size_t Room, PCWSTR Format, va_list List), StringCchVPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, va_list List);
HRESULT StringCbCopyA(PSTR To, size_t Room, PCSTR From), StringCbCopyNA(PSTR To, size_t Room, PCSTR From, size_t Size), StringCbCopyExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    StringCbCatA(PSTR To, size_t Room, PCSTR From), StringCbCatNA(PSTR To, size_t Room, PCSTR From, size_t Size), StringCbCatExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    StringCbLengthA(PCSTR Text, size_t Room, size_t *Size),
    StringCbPrintfA(PSTR To, size_t Room, PCSTR Format, ...), StringCbPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, ...),
    StringCbVPrintfA(PSTR To, size_t Room, PCSTR Format, va_list List), StringCbVPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, va_list List);
HRESULT StringCbCopyW(PWSTR To, size_t Room, PCWSTR From), StringCbCopyNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), StringCbCopyExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    StringCbCatW(PWSTR To, size_t Room, PCWSTR From), StringCbCatNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), StringCbCatExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    StringCbLengthW(PCWSTR Text, size_t Room, size_t *Size),
    StringCbPrintfW(PWSTR To, size_t Room, PCWSTR Format, ...), StringCbPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, ...),
    StringCbVPrintfW(PWSTR To, size_t Room, PCWSTR Format, va_list List), StringCbVPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, va_list List);
EXTERN_C_END
#endif
