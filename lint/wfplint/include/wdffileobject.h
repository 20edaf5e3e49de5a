#ifndef WFPLINT_WDFFILEOBJECT_H
#define WFPLINT_WDFFILEOBJECT_H
#include "wdf.h"
#endif
