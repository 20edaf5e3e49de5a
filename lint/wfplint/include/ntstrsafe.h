#ifndef WFPLINT_NTSTRSAFE_H
#define WFPLINT_NTSTRSAFE_H
#include "ntdef.h"
#define NTSTRSAFE_MAX_CCH 2147483647
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH 32767
EXTERN_C_START
NTSTATUS RtlStringCchCopyA(PSTR To, size_t Room, PCSTR From), RtlStringCchCopyNA(PSTR To, size_t Room, PCSTR From, size_t Size), RtlStringCchCopyExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    RtlStringCchCatA(PSTR To, size_t Room, PCSTR From), RtlStringCchCatNA(PSTR To, size_t Room, PCSTR From, size_t Size), RtlStringCchCatExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    RtlStringCchLengthA(PCSTR Text, size_t Room, size_t *Size),
    RtlStringCchPrintfA(PSTR To, size_t Room, PCSTR Format, ...), RtlStringCchPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, ...),
    RtlStringCchVPrintfA(PSTR To, size_t Room, PCSTR Format, va_list List), RtlStringCchVPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, va_list List);
NTSTATUS RtlStringCchCopyW(PWSTR To, size_t Room, PCWSTR From), RtlStringCchCopyNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), RtlStringCchCopyExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    RtlStringCchCatW(PWSTR To, size_t Room, PCWSTR From), RtlStringCchCatNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), RtlStringCchCatExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    RtlStringCchLengthW(PCWSTR Text, size_t Room, size_t *Size),
    RtlStringCchPrintfW(PWSTR To, size_t Room, PCWSTR Format, ...), RtlStringCchPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, ...),
    RtlStringCchVPrintfW(PWSTR To, size_t Room, PCWSTR Format, va_list List), RtlStringCchVPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, va_list List);
NTSTATUS RtlStringCbCopyA(PSTR To, size_t Room, PCSTR From), RtlStringCbCopyNA(PSTR To, size_t Room, PCSTR From, size_t Size), RtlStringCbCopyExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    RtlStringCbCatA(PSTR To, size_t Room, PCSTR From), RtlStringCbCatNA(PSTR To, size_t Room, PCSTR From, size_t Size), RtlStringCbCatExA(PSTR To, size_t Room, PCSTR From, PSTR *End, size_t *Left, ULONG Flags),
    RtlStringCbLengthA(PCSTR Text, size_t Room, size_t *Size),
    RtlStringCbPrintfA(PSTR To, size_t Room, PCSTR Format, ...), RtlStringCbPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, ...),
    RtlStringCbVPrintfA(PSTR To, size_t Room, PCSTR Format, va_list List), RtlStringCbVPrintfExA(PSTR To, size_t Room, PSTR *End, size_t *Left, ULONG Flags, PCSTR Format, va_list List);
NTSTATUS RtlStringCbCopyW(PWSTR To, size_t Room, PCWSTR From), RtlStringCbCopyNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), RtlStringCbCopyExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    RtlStringCbCatW(PWSTR To, size_t Room, PCWSTR From), RtlStringCbCatNW(PWSTR To, size_t Room, PCWSTR From, size_t Size), RtlStringCbCatExW(PWSTR To, size_t Room, PCWSTR From, PWSTR *End, size_t *Left, ULONG Flags),
    RtlStringCbLengthW(PCWSTR Text, size_t Room, size_t *Size),
    RtlStringCbPrintfW(PWSTR To, size_t Room, PCWSTR Format, ...), RtlStringCbPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, ...),
    RtlStringCbVPrintfW(PWSTR To, size_t Room, PCWSTR Format, va_list List), RtlStringCbVPrintfExW(PWSTR To, size_t Room, PWSTR *End, size_t *Left, ULONG Flags, PCWSTR Format, va_list List);
NTSTATUS RtlUnicodeStringInit(PUNICODE_STRING To, PCWSTR From),
    RtlUnicodeStringInitEx(PUNICODE_STRING To, PCWSTR From, ULONG Flags),
    RtlUnicodeStringCopy(PUNICODE_STRING To, PCUNICODE_STRING From),
    RtlUnicodeStringCopyString(PUNICODE_STRING To, PCWSTR From),
    RtlUnicodeStringCat(PUNICODE_STRING To, PCUNICODE_STRING From),
    RtlUnicodeStringCatString(PUNICODE_STRING To, PCWSTR From),
    RtlUnicodeStringPrintf(PUNICODE_STRING To, PCWSTR Format, ...), RtlUnicodeStringValidate(PCUNICODE_STRING Text),
    RtlUnicodeStringCbCopyStringN(PUNICODE_STRING To, PCWSTR From, size_t Size),
    RtlUnicodeStringCchCopyStringN(PUNICODE_STRING To, PCWSTR From, size_t Size),
    RtlUnicodeStringCbCatStringN(PUNICODE_STRING To, PCWSTR From, size_t Size);
NTSTATUS RtlStringCchCopyUnicodeString(PWSTR To, size_t Room, PCUNICODE_STRING From),
    RtlStringCbCopyUnicodeString(PWSTR To, size_t Room, PCUNICODE_STRING From);
EXTERN_C_END
#ifdef UNICODE
#define RtlStringCchPrintf RtlStringCchPrintfW
#define RtlStringCbPrintf RtlStringCbPrintfW
#else
#define RtlStringCchPrintf RtlStringCchPrintfA
#define RtlStringCbPrintf RtlStringCbPrintfA
#endif
#endif
