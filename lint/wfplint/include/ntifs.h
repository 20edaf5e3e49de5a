#ifndef WFPLINT_NTIFS_H
#define WFPLINT_NTIFS_H
#include "ntddk.h"
#endif
