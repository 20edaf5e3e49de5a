#ifndef WFPLINT_GUIDDEF_H
#define WFPLINT_GUIDDEF_H
#include "wfplint_model.h"
#include "string.h"
#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
  unsigned WFPLINT_LONG Data1;
  unsigned short Data2;
  unsigned short Data3;
  unsigned char Data4[8];
  WFPLINT_MEMBERS(_GUID)
} GUID;
#endif
typedef GUID *LPGUID;
typedef const GUID *LPCGUID;
typedef GUID IID, CLSID, FMTID, *LPIID, *LPCLSID, *LPFMTID;
#ifdef __cplusplus
#define REFGUID const GUID &
#define REFIID const IID &
#define REFCLSID const IID &
extern "C++" {
inline bool operator==(const GUID &a, const GUID &b) { return !memcmp(&a, &b, sizeof(GUID)); }
#if __cplusplus < 202002L
inline bool operator!=(const GUID &a, const GUID &b) { return !(a == b); }
#endif
inline int InlineIsEqualGUID(const GUID &a, const GUID &b) { return !memcmp(&a, &b, sizeof(GUID)); }
inline int IsEqualGUID(const GUID &a, const GUID &b) { return !memcmp(&a, &b, sizeof(GUID)); }
}
#else
#define REFGUID const GUID *
#define REFIID const IID *
#define REFCLSID const IID *
#define IsEqualGUID(a, b) (!memcmp(a, b, sizeof(GUID)))
#define InlineIsEqualGUID IsEqualGUID
#endif
#define IsEqualIID IsEqualGUID
#define IsEqualCLSID IsEqualGUID
EXTERN_C const GUID GUID_NULL;
#define IID_NULL GUID_NULL
#ifdef _WIN32
#define DECLSPEC_SELECTANY __declspec(selectany)
#else
#define DECLSPEC_SELECTANY __attribute__((weak))
#endif
#ifdef __cplusplus
#define WFPLINT_SHARED extern DECLSPEC_SELECTANY
#else
#define WFPLINT_SHARED DECLSPEC_SELECTANY
#endif
#endif
/* Again each time: initguid.h may come later. */
#undef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(name, a, b, c, d, e, f, g, h, i, j, k) \
  EXTERN_C const GUID name; \
  WFPLINT_SHARED const GUID name = {a, b, c, {d, e, f, g, h, i, j, k}}
#else
#define DEFINE_GUID(name, a, b, c, d, e, f, g, h, i, j, k) EXTERN_C const GUID name
#endif
#define DEFINE_OLEGUID(name, a, b, c) DEFINE_GUID(name, a, b, c, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)
