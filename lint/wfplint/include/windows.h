#ifndef WFPLINT_WINDOWS_H
#define WFPLINT_WINDOWS_H
#include "ntdef.h"
#include "winerror.h"
#include "wdm.h"
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory
#define ZeroMemory RtlZeroMemory
#endif
