#ifndef WFPLINT_DEVIOCTL_H
#define WFPLINT_DEVIOCTL_H
#include "wdm.h"
#endif
