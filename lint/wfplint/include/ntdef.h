/* The basic types. On a host where long has 64 bits, LONG and NTSTATUS are still 32 bits wide. */
#ifndef WFPLINT_NTDEF_H
#define WFPLINT_NTDEF_H
#include "wfplint_model.h"
#include "sal.h"
#include "sdkddkver.h"
#include "stddef.h"
#include "stdarg.h"
#include "string.h"
#include "guiddef.h"

#define VOID void
#define CONST const
#define IN
#define OUT
#define OPTIONAL
#define CRITICAL
#define FAR
#define NEAR
#define NTAPI
#define NTSYSAPI
#define NTSYSCALLAPI
#define NTKERNELAPI
#define NTHALAPI
#define NTAPI_INLINE
#define FASTCALL
#define WINAPI
#define APIENTRY
#define CALLBACK
#define PASCAL
#define STDAPICALLTYPE
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT
#define DECLSPEC_NORETURN
#define DECLSPEC_NOINLINE
#define DECLSPEC_NOTHROW
#define DECLSPEC_NOVTABLE
#define DECLSPEC_DEPRECATED_DDK
#define DECLSPEC_DEPRECATED_DDK_WINXP
#define DECLSPEC_CACHEALIGN
#define DECLSPEC_ALIGN(bytes)
#define DECLSPEC_UUID(text)
#define DECLSPEC_ALLOCATOR
#define DECLSPEC_RESTRICT
#define DECLSPEC_GUARDNOCF
#define DECLSPEC_SAFEBUFFERS
#define NTDDI_DEPRECATED
#define UNALIGNED
#define UNALIGNED64
#define RESTRICTED_POINTER
#define POINTER_32
#define POINTER_64
#define POINTER_SIGNED
#define POINTER_UNSIGNED
#define CFORCEINLINE static inline
#define FORCEINLINE static inline
#define CDECL
#define DUMMYSTRUCTNAME
#define DUMMYSTRUCTNAME2
#define DUMMYUNIONNAME
#define DUMMYUNIONNAME2
#define DUMMYUNIONNAME3
#define C_ASSERT(condition) typedef char WFPLINT_UNUSED[1]
#define STATIC_ASSERT C_ASSERT
#define ANYSIZE_ARRAY 1
#define UNREFERENCED_PARAMETER(x) ((void)(x))
#define DBG_UNREFERENCED_PARAMETER(x) ((void)(x))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(x) ((void)(x))
#define DEFAULT_UNREACHABLE
#define TYPE_ALIGNMENT(type) __alignof__(type)
#define MAX_NATURAL_ALIGNMENT 8
#define MEMORY_ALLOCATION_ALIGNMENT 16
#define SYSTEM_CACHE_ALIGNMENT_SIZE 64
#define DECLARE_HANDLE(name) typedef struct name##__ { int unused; } *name
#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#define ALIGN_DOWN_BY(value, to) ((ULONG_PTR)(value) & ~((ULONG_PTR)(to) - 1))
#define ALIGN_UP_BY(value, to) (((ULONG_PTR)(value) + (to) - 1) & ~((ULONG_PTR)(to) - 1))
#define ALIGN_UP(value, type) ALIGN_UP_BY(value, sizeof(type))
#define ALIGN_DOWN(value, type) ALIGN_DOWN_BY(value, sizeof(type))
#define LOWORD(x) ((USHORT)((ULONG_PTR)(x) & 0xffff))
#define HIWORD(x) ((USHORT)(((ULONG_PTR)(x) >> 16) & 0xffff))
#define LOBYTE(x) ((UCHAR)((ULONG_PTR)(x) & 0xff))
#define HIBYTE(x) ((UCHAR)(((ULONG_PTR)(x) >> 8) & 0xff))
#define Int32x32To64(a, b) ((LONGLONG)(LONG)(a) * (LONGLONG)(LONG)(b))
#define UInt32x32To64(a, b) ((ULONGLONG)(ULONG)(a) * (ULONGLONG)(ULONG)(b))
#define MAKELONG(low, high) ((LONG)((USHORT)(low) | ((ULONG)(USHORT)(high) << 16)))
#define PtrToUlong(p) ((ULONG)(ULONG_PTR)(p))
#define PtrToLong(p) ((LONG)(LONG_PTR)(p))
#define PtrToUint(p) ((UINT)(UINT_PTR)(p))
#define PtrToInt(p) ((INT)(INT_PTR)(p))
#define PtrToUshort(p) ((USHORT)(ULONG_PTR)(p))
#define UlongToPtr(u) ((PVOID)(ULONG_PTR)(ULONG)(u))
#define LongToPtr(l) ((PVOID)(LONG_PTR)(LONG)(l))
#define UIntToPtr(u) ((PVOID)(ULONG_PTR)(UINT)(u))
#define ULongToPtr UlongToPtr
#define HandleToUlong(h) ((ULONG)(ULONG_PTR)(h))
#define HandleToULong HandleToUlong
#define HandleToLong(h) ((LONG)(LONG_PTR)(h))
#define UlongToHandle(u) ((HANDLE)(ULONG_PTR)(ULONG)(u))
#define ULongToHandle UlongToHandle
#define LongToHandle(l) ((HANDLE)(LONG_PTR)(l))
#define PtrToPtr64(p) ((void *)(p))
#define MAXUCHAR 0xff
#define MAXUSHORT 0xffff
#define MAXULONG 0xffffffffU
#define MAXUINT 0xffffffffU
#define MAXDWORD 0xffffffffU
#define MAXLONG 0x7fffffff
#define MAXLONGLONG 0x7fffffffffffffffLL
#define MAXULONGLONG 0xffffffffffffffffULL
#define MINLONG ((LONG)0x80000000)
#define MAXUINT8 0xff
#define MAXUINT16 0xffff
#define MAXUINT32 0xffffffffU
#define MAXUINT64 0xffffffffffffffffULL
#define MAXINT32 0x7fffffff
#define MAXULONG32 0xffffffffU
#define MAXULONG64 0xffffffffffffffffULL
#define MAXULONG_PTR ((ULONG_PTR)~0ULL)
#define MAXSIZE_T ((SIZE_T)~0ULL)
#define UNICODE_NULL ((WCHAR)0)
#define ANSI_NULL ((CHAR)0)
#define UNICODE_STRING_MAX_BYTES 65534
#define UNICODE_STRING_MAX_CHARS 32767
#define MAX_PATH 260

typedef void *PVOID, *HANDLE, **PHANDLE, *LPVOID;
typedef void *PVOID64;
typedef const void *LPCVOID, *PCVOID;
typedef char CHAR, *PCHAR, *PSTR, *LPSTR, *PNZCH, CCHAR, *LPCH;
typedef const char *PCSTR, *LPCSTR, *PCSZ, *PCNZCH;
typedef char *PSZ;
typedef unsigned char UCHAR, *PUCHAR, BOOLEAN, *PBOOLEAN, BYTE, *PBYTE, UINT8, *PUINT8, KIRQL, *PKIRQL, FCHAR;
typedef const unsigned char *PCUCHAR, *LPCBYTE;
typedef signed char INT8, *PINT8, SCHAR, *PSCHAR;
typedef short SHORT, *PSHORT, INT16, *PINT16, CSHORT;
typedef unsigned short USHORT, *PUSHORT, UINT16, *PUINT16, WORD, *PWORD;
typedef int INT, *PINT, INT32, *PINT32, BOOL, *PBOOL, *LPBOOL, LONG32, *PLONG32;
typedef unsigned int UINT, *PUINT, UINT32, *PUINT32, ULONG32, *PULONG32, DWORD32;
typedef WFPLINT_LONG LONG, *PLONG, NTSTATUS, *PNTSTATUS, HRESULT;
typedef unsigned WFPLINT_LONG ULONG, *PULONG, DWORD, *PDWORD, *LPDWORD, LOGICAL, *PLOGICAL, ACCESS_MASK, *PACCESS_MASK, DEVICE_TYPE, EXECUTION_STATE, KAFFINITY32;
typedef const ULONG *PCULONG;
typedef long long LONGLONG, *PLONGLONG, INT64, *PINT64, LONG64, *PLONG64;
typedef unsigned long long ULONGLONG, *PULONGLONG, UINT64, *PUINT64, ULONG64, *PULONG64, DWORD64, *PDWORD64, DWORDLONG, QWORD;
typedef __INTPTR_TYPE__ LONG_PTR, *PLONG_PTR, INT_PTR, *PINT_PTR, SSIZE_T, *PSSIZE_T;
typedef __UINTPTR_TYPE__ ULONG_PTR, *PULONG_PTR, UINT_PTR, *PUINT_PTR, SIZE_T, *PSIZE_T, DWORD_PTR, KAFFINITY, *PKAFFINITY, KSPIN_LOCK, *PKSPIN_LOCK;
typedef wchar_t WCHAR, *PWCHAR, *PWSTR, *LPWSTR, *PWCH, *NWPSTR, *LPWCH, *PZZWSTR;
typedef const wchar_t *PCWSTR, *LPCWSTR, *PCWCH, *LPCWCH, *PCNZWCH, *PCZZWSTR, *PCWCHAR;
typedef PWSTR *PPWSTR;
typedef double DOUBLE;
typedef const char *PCCH, *LPCCH;
typedef const WCHAR *LPCWCHAR;
typedef float FLOAT;
typedef ULONG CLONG, LCID, *PLCID, *PCLONG;
typedef USHORT LANGID;
typedef CCHAR KPROCESSOR_MODE;
typedef LONG KPRIORITY;
typedef char *PCCHAR;
typedef LONGLONG USN;
#define _LONG_DEFINED
#define _HRESULT_DEFINED
#if !defined(__cplusplus) && !defined(NOMINMAX) && !defined(min)
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifdef UNICODE
typedef WCHAR TCHAR, *PTSTR;
#define TEXT(text) L##text
#else
typedef char TCHAR, *PTSTR;
#define TEXT(text) text
#endif

typedef union _LARGE_INTEGER {
  struct { ULONG LowPart; LONG HighPart; };
  struct { ULONG LowPart; LONG HighPart; } u;
  LONGLONG QuadPart;
  WFPLINT_MEMBERS(_LARGE_INTEGER)
} LARGE_INTEGER, *PLARGE_INTEGER, PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS;
typedef union _ULARGE_INTEGER {
  struct { ULONG LowPart; ULONG HighPart; };
  struct { ULONG LowPart; ULONG HighPart; } u;
  ULONGLONG QuadPart;
  WFPLINT_MEMBERS(_ULARGE_INTEGER)
} ULARGE_INTEGER, *PULARGE_INTEGER;
typedef struct _LUID { ULONG LowPart; LONG HighPart; WFPLINT_MEMBERS(_LUID) } LUID, *PLUID;
typedef struct _LIST_ENTRY {
  struct _LIST_ENTRY *Flink, *Blink;
  WFPLINT_MEMBERS(_LIST_ENTRY)
} LIST_ENTRY, *PLIST_ENTRY, *RESTRICTED_POINTER PRLIST_ENTRY;
typedef struct _SINGLE_LIST_ENTRY {
  struct _SINGLE_LIST_ENTRY *Next;
  WFPLINT_MEMBERS(_SINGLE_LIST_ENTRY)
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY, SLIST_ENTRY, *PSLIST_ENTRY;
typedef struct _UNICODE_STRING {
  USHORT Length, MaximumLength;
  PWCH Buffer;
  WFPLINT_MEMBERS(_UNICODE_STRING)
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;
typedef struct _STRING {
  USHORT Length, MaximumLength;
  PCHAR Buffer;
  WFPLINT_MEMBERS(_STRING)
} STRING, *PSTRING, ANSI_STRING, *PANSI_STRING, OEM_STRING, *POEM_STRING, UTF8_STRING, *PUTF8_STRING;
typedef const STRING *PCANSI_STRING, *PCOEM_STRING, *PCUTF8_STRING;
typedef struct _OBJECT_ATTRIBUTES {
  ULONG Length;
  HANDLE RootDirectory;
  PUNICODE_STRING ObjectName;
  ULONG Attributes;
  PVOID SecurityDescriptor, SecurityQualityOfService;
  WFPLINT_MEMBERS(_OBJECT_ATTRIBUTES)
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;
typedef const OBJECT_ATTRIBUTES *PCOBJECT_ATTRIBUTES;
typedef struct _CLIENT_ID {
  HANDLE UniqueProcess, UniqueThread;
  WFPLINT_MEMBERS(_CLIENT_ID)
} CLIENT_ID, *PCLIENT_ID;
typedef struct _PROCESSOR_NUMBER { USHORT Group; UCHAR Number, Reserved; WFPLINT_MEMBERS(_PROCESSOR_NUMBER) } PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;
typedef struct _GROUP_AFFINITY { KAFFINITY Mask; USHORT Group; USHORT Reserved[3]; WFPLINT_MEMBERS(_GROUP_AFFINITY) } GROUP_AFFINITY, *PGROUP_AFFINITY;
typedef struct _ACL { UCHAR AclRevision, Sbz1; USHORT AclSize, AceCount, Sbz2; WFPLINT_MEMBERS(_ACL) } ACL, *PACL;
typedef struct _SID_IDENTIFIER_AUTHORITY { UCHAR Value[6]; WFPLINT_MEMBERS(_SID_IDENTIFIER_AUTHORITY) } SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;
typedef struct _SID { UCHAR Revision, SubAuthorityCount; SID_IDENTIFIER_AUTHORITY IdentifierAuthority; ULONG SubAuthority[1]; WFPLINT_MEMBERS(_SID) } SID, *PISID;
typedef struct _SECURITY_DESCRIPTOR { UCHAR Revision, Sbz1; USHORT Control; PVOID Owner, Group; PACL Sacl, Dacl; WFPLINT_MEMBERS(_SECURITY_DESCRIPTOR) } SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;
typedef enum _EVENT_TYPE { NotificationEvent, SynchronizationEvent } EVENT_TYPE;
typedef enum _TIMER_TYPE { NotificationTimer, SynchronizationTimer } TIMER_TYPE;
typedef enum _WAIT_TYPE { WaitAll, WaitAny } WAIT_TYPE;

#ifdef __cplusplus
#define RTL_CONSTANT_STRING(text) {sizeof(text) - sizeof((text)[0]), sizeof(text), WfplintText(text)}
extern "C++" {
constexpr wchar_t *WfplintText(const wchar_t *text) { return const_cast<wchar_t *>(text); }
constexpr char *WfplintText(const char *text) { return const_cast<char *>(text); }
}
#else
#define RTL_CONSTANT_STRING(text) {sizeof(text) - sizeof((text)[0]), sizeof(text), text}
#endif
#define DECLARE_CONST_UNICODE_STRING(name, text) \
  const WCHAR name##_buffer[] = text; \
  const UNICODE_STRING name = {sizeof(text) - sizeof(WCHAR), sizeof(text), (PWCH)name##_buffer}
#define DECLARE_GLOBAL_CONST_UNICODE_STRING DECLARE_CONST_UNICODE_STRING
#define DECLARE_UNICODE_STRING_SIZE(name, size) \
  WCHAR name##_buffer[size]; \
  UNICODE_STRING name = {0, (size) * sizeof(WCHAR), name##_buffer}

#define OBJ_INHERIT 0x2
#define OBJ_PERMANENT 0x10
#define OBJ_EXCLUSIVE 0x20
#define OBJ_CASE_INSENSITIVE 0x40
#define OBJ_OPENIF 0x80
#define OBJ_OPENLINK 0x100
#define OBJ_KERNEL_HANDLE 0x200
#define OBJ_FORCE_ACCESS_CHECK 0x400
#define InitializeObjectAttributes(p, n, a, r, s) \
  { \
    (p)->Length = sizeof(OBJECT_ATTRIBUTES); \
    (p)->RootDirectory = r; \
    (p)->Attributes = a; \
    (p)->ObjectName = n; \
    (p)->SecurityDescriptor = s; \
    (p)->SecurityQualityOfService = NULL; \
  }
#define RTL_CONSTANT_OBJECT_ATTRIBUTES(n, a) {sizeof(OBJECT_ATTRIBUTES), NULL, (PUNICODE_STRING)(n), a, NULL, NULL}
#define RTL_INIT_OBJECT_ATTRIBUTES(n, a) RTL_CONSTANT_OBJECT_ATTRIBUTES(n, a)

#ifndef S_OK
#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#endif
#define SID_REVISION 1
#define SID_MAX_SUB_AUTHORITIES 15
#define SECURITY_NULL_SID_AUTHORITY {0, 0, 0, 0, 0, 0}
#define SECURITY_WORLD_SID_AUTHORITY {0, 0, 0, 0, 0, 1}
#define SECURITY_NT_AUTHORITY {0, 0, 0, 0, 0, 5}
#define SECURITY_APP_PACKAGE_AUTHORITY {0, 0, 0, 0, 0, 15}
#define SECURITY_WORLD_RID 0
#define SECURITY_LOCAL_SYSTEM_RID 0x12
#define SECURITY_LOCAL_SERVICE_RID 0x13
#define SECURITY_NETWORK_SERVICE_RID 0x14
#define SECURITY_BUILTIN_DOMAIN_RID 0x20
#define SECURITY_AUTHENTICATED_USER_RID 0x0b
#define DOMAIN_ALIAS_RID_ADMINS 0x220
#define DOMAIN_ALIAS_RID_USERS 0x221
#define NT_SUCCESS(status) (((NTSTATUS)(status)) >= 0)
#define NT_INFORMATION(status) ((((ULONG)(status)) >> 30) == 1)
#define NT_WARNING(status) ((((ULONG)(status)) >> 30) == 2)
#define NT_ERROR(status) ((((ULONG)(status)) >> 30) == 3)
#define HRESULT_FROM_NT(status) ((HRESULT)((status) | 0x10000000))
#include "ntstatus.h"
#endif
