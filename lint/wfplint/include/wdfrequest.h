#ifndef WFPLINT_WDFREQUEST_H
#define WFPLINT_WDFREQUEST_H
#include "wdf.h"
#endif
