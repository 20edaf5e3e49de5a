#ifndef WFPLINT_WINIOCTL_H
#define WFPLINT_WINIOCTL_H
#include "wdm.h"
#endif
