#ifndef WFPLINT_FWPMU_H
#define WFPLINT_FWPMU_H
#include "fwpmk.h"
EXTERN_C_START
DWORD FwpmGetAppIdFromFileName0(PCWSTR fileName, FWP_BYTE_BLOB **appId);
EXTERN_C_END
#define FwpmGetAppIdFromFileName FwpmGetAppIdFromFileName0
#endif
