#ifndef WFPLINT_WINTERNL_H
#define WFPLINT_WINTERNL_H
#include "ntddk.h"
#endif
